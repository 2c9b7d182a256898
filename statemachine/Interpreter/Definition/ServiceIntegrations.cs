namespace Pipeline.Interpreter.Definition;

/// <summary>The services that a Task can call without the AWS SDK, with their actions and integration patterns.</summary>
/// <seealso href="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html"/>
internal static class ServiceIntegrations
{
    private const string Sdk = "aws-sdk:";
    private const string Sync = ".sync";
    private const string Token = ".waitForTaskToken";

    private static readonly Dictionary<string, Integration> Services = new(StringComparer.Ordinal)
    {
        ["apigateway"] = new([Token], "invoke"),
        ["athena"] = new([Sync], "startQueryExecution", "stopQueryExecution", "getQueryExecution", "getQueryResults"),
        ["batch"] = new([Sync], "submitJob"),
        ["bedrock"] = new([Sync, Token], "invokeModel", "createModelCustomizationJob"),
        ["codebuild"] = new([Sync], "startBuild", "stopBuild", "batchDeleteBuilds", "batchGetReports", "startBuildBatch", "stopBuildBatch", "retryBuildBatch", "deleteBuildBatch"),
        ["databrew"] = new([Sync], "startJobRun"),
        ["dynamodb"] = new([], "getItem", "putItem", "updateItem", "deleteItem"),
        ["ecs"] = new([Sync, Token], "runTask"),
        ["eks"] = new([Sync, Token], "createCluster", "deleteCluster", "createNodegroup", "deleteNodegroup", "createFargateProfile", "deleteFargateProfile", "call", "runJob"),
        ["elasticmapreduce"] = new(
            [Sync], "createCluster", "setClusterTerminationProtection", "terminateCluster", "addStep", "cancelStep", "modifyInstanceFleetByName", "modifyInstanceGroupByName"),
        ["emr-containers"] = new([Sync], "createVirtualCluster", "deleteVirtualCluster", "startJobRun"),
        ["emr-serverless"] = new([Sync], "createApplication", "startApplication", "stopApplication", "deleteApplication", "startJobRun", "cancelJobRun"),
        ["events"] = new([Token], "putEvents"),
        ["glue"] = new([Sync], "startJobRun"),
        ["http"] = new([], "invoke"),
        ["lambda"] = new([Token], "invoke"),
        ["mediaconvert"] = new([Sync], "createJob"),
        ["sagemaker"] = new(
            [Sync], "createEndpoint", "createEndpointConfig", "createHyperParameterTuningJob", "createLabelingJob", "createModel", "createProcessingJob",
            "createTrainingJob", "createTransformJob", "updateEndpoint"),
        ["sns"] = new([Token], "publish"),
        ["sqs"] = new([Token], "sendMessage"),
        ["states"] = new([Sync, Sync + ":2", Token], "startExecution"),
    };

    /// <summary>What AWS refuses in a Task's resource when a state machine is created; null if nothing.</summary>
    public static string? FindProblem(TaskResource resource, WorkflowType type)
    {
        if (type == WorkflowType.Express && (resource.IsActivity || resource.IsSubmitted))
        {
            return $"{(resource.IsActivity ? "an activity" : resource.Pattern)} is not allowed in an Express workflow, which cannot wait for a result";
        }

        if (resource.ServiceType is not { } service)
        {
            return resource.Arn.Contains(":states:::", StringComparison.Ordinal) ? $"'{resource.Arn}' is not a service integration" : null;
        }

        if (service.StartsWith(Sdk, StringComparison.Ordinal))
        {
            return resource.Pattern is "" or Token ? null : $"an AWS SDK integration has no {resource.Pattern}";
        }

        if (!Services.TryGetValue(service, out var integration))
        {
            return $"'{service}' has no optimised integration; call it as {Sdk}{service}:{resource.Action}";
        }

        if (!integration.Actions.Contains(resource.Action))
        {
            return $"'{service}' has no optimised integration for '{resource.Action}', only for {string.Join(", ", integration.Actions)}; call it as {Sdk}{service}:{resource.Action}";
        }

        return resource.Pattern.Length == 0 || integration.Patterns.Contains(resource.Pattern)
            ? null
            : $"'{service}:{resource.Action}' has no {resource.Pattern}";
    }

    private sealed record Integration(string[] Patterns, params string[] Actions);
}
