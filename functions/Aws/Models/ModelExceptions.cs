namespace Pipeline.Aws.Models;

/// <summary>The role or the account may not call the model.</summary>
public sealed class ModelAccessDeniedException(string model, string region, Exception innerException) : Exception(
    $"Bedrock in {region} does not let this pipeline call {model}: {innerException.Message} Check that the account has access to the model in the Bedrock console "
    + "(Model access), that no policy of the organization denies it in a region of the inference profile, and that `pulumi up` ran after the last change of describeModel.",
    innerException);

/// <summary>The model is not in the region, cannot be called in this way, or cannot do what it is asked for.</summary>
public sealed class ModelUnusableException(string model, string region, Exception innerException) : Exception(
    $"Bedrock in {region} cannot ask {model}: {innerException.Message} Set describeModel to a model of the region that takes images and tools. "
    + "If it says that on-demand throughput is not supported, name an inference profile, such as eu.amazon.nova-lite-v1:0.",
    innerException);
