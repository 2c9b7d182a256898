namespace Pipeline.Host.Console.Live;

/// <summary>One server-sent event.</summary>
/// <param name="Name">What happened: <c>execution</c>, <c>history</c>, <c>image</c>, <c>announcement</c>, <c>definition</c>, <c>reset</c>.</param>
/// <param name="Data">JSON on one line.</param>
internal readonly record struct LiveEvent(string Name, string Data)
{
    /// <summary>Events were left out: whoever gets this reads everything anew.</summary>
    public static LiveEvent Reset { get; } = new("reset", "{}");
}
