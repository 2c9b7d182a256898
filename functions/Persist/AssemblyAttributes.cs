using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Lambda;

[assembly: LambdaGlobalProperties(GenerateMain = true)]
[assembly: LambdaSerializer(typeof(PipelineSerializer))]
