namespace Pipeline.Host.Console.Live;

/// <summary>One server-sent event.</summary>
/// <param name="Name">Name of the event: <c>execution</c>, <c>history</c>, <c>image</c>, <c>announcement</c>, <c>definition</c>, <c>reset</c>.</param>
/// <param name="Data">JSON on one line.</param>
internal readonly record struct LiveEvent(string Name, string Data)
{
    /// <summary>Events were lost. A page that gets this event reads everything again.</summary>
    public static LiveEvent Reset { get; } = new("reset", "{}");
}
