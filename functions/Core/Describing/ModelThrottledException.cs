namespace Pipeline.Core.Describing;

/// <summary>A model's service has too much to do, or the account may not ask it more often. The state machine retries it.</summary>
public sealed class ModelThrottledException : Exception
{
    public ModelThrottledException(string message)
        : base(message)
    {
    }

    public ModelThrottledException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
