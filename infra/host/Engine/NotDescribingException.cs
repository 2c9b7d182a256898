namespace Pipeline.Host.Engine;

/// <summary>An image is to be released or described on a host whose state machine has no states for that.</summary>
public sealed class NotDescribingException()
    : Exception("This host does not describe images, so it cannot release them or take a text. Start it with --describe-url and --describe-model.");
