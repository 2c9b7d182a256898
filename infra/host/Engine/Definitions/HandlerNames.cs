namespace Pipeline.Host.Engine.Definitions;

/// <summary>The names of all that Tasks can call on this host.</summary>
/// <param name="Functions">Values of <c>FunctionName</c>.</param>
/// <param name="Topics">Values of <c>TopicArn</c>.</param>
internal sealed record HandlerNames(IReadOnlyList<string> Functions, IReadOnlyList<string> Topics);
