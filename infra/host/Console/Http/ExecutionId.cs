using Pipeline.Host.Engine.Definitions;

namespace Pipeline.Host.Console.Http;

/// <summary>
/// What an URL calls an execution: the name of one of the pipeline, <c>backfill:NAME</c> for one of another state machine,
/// <c>backfill/Images:RUN-12</c> for a child execution, or any ARN.
/// </summary>
internal static class ExecutionId
{
    private const string MapRunPrefix = "arn:aws:states:local:000000000000:mapRun:";

    /// <summary>The ARN of the execution.</summary>
    public static string ToArn(string id)
    {
        var decoded = Decode(id);
        if (decoded.StartsWith("arn:", StringComparison.Ordinal))
        {
            return decoded;
        }

        var colon = decoded.LastIndexOf(':');
        return colon < 0 ? PipelineDefinition.ExecutionArn(decoded) : PipelineDefinition.ExecutionArnOf(decoded[..colon], decoded[(colon + 1)..]);
    }

    /// <summary>The ARN of a Map Run, from <c>backfill/Images:RUN</c> or the ARN itself.</summary>
    public static string ToMapRunArn(string id)
    {
        var decoded = Decode(id);
        return decoded.StartsWith("arn:", StringComparison.Ordinal) ? decoded : MapRunPrefix + decoded;
    }

    /// <summary>What URLs call the execution of an ARN.</summary>
    public static string FromArn(string arn)
    {
        var parts = arn.Split(':', 7);
        return parts is [_, _, _, _, _, "execution", var rest]
            ? rest.StartsWith($"{PipelineDefinition.Name}:", StringComparison.Ordinal) ? rest[(PipelineDefinition.Name.Length + 1)..] : rest
            : arn;
    }

    /// <summary>Whether the ARN is of an execution of the pipeline itself.</summary>
    public static bool IsOfPipeline(string arn) => arn.StartsWith(PipelineDefinition.ExecutionArn(""), StringComparison.Ordinal);

    // Routing leaves an encoded slash as it is.
    private static string Decode(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
