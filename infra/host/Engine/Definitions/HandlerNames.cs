namespace Pipeline.Host.Engine.Definitions;

/// <summary>What Tasks can call on this host, by the names that a definition gives them.</summary>
/// <param name="Functions">As <c>FunctionName</c>.</param>
/// <param name="Topics">As <c>TopicArn</c>.</param>
public sealed record HandlerNames(IReadOnlyList<string> Functions, IReadOnlyList<string> Topics);
