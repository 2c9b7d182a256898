namespace Pipeline.Core.Deployment;

/// <summary>
/// How the time limits around one call of a function follow from the function's timeout: the codec gives up first, then the call, then Lambda ends it, then
/// the state that waits for it. Each leaves the next one time to say what took so long.
/// </summary>
public static class CallTimeLimits
{
    private const double MarginShare = 0.25;

    /// <summary>Share of a call that its codec may work. The rest is for reading and storing.</summary>
    private const double CodecShare = 0.89;

    /// <summary>The shortest timeout of a function, in seconds. A call that starts a process, or waits once for S3 again, needs more than one.</summary>
    public const int MinTimeout = 3;

    /// <summary>The longest timeout that Lambda allows, in seconds.</summary>
    public const int MaxTimeout = 900;

    /// <summary>Seconds that a state waits longer than the function that it calls can run.</summary>
    public const int StateMargin = 5;

    /// <summary>Most time reserved at the end of a call, to log why it ended before Lambda ends the process. Short calls reserve a quarter.</summary>
    public static readonly TimeSpan CallMargin = TimeSpan.FromSeconds(2);

    /// <summary>How long a call may work of the time that it has.</summary>
    /// <param name="available">Time until Lambda ends the call; not negative.</param>
    public static TimeSpan GetDeadline(TimeSpan available) => available - (available * MarginShare < CallMargin ? available * MarginShare : CallMargin);

    /// <summary>How long a codec may work in a call, in whole seconds.</summary>
    /// <param name="functionTimeout">Timeout of the function, in seconds.</param>
    public static int GetCodecTimeout(int functionTimeout) => Math.Max(1, (int)(GetDeadline(TimeSpan.FromSeconds(functionTimeout)).TotalSeconds * CodecShare));

    /// <summary><c>TimeoutSeconds</c> of a state that calls a function.</summary>
    /// <param name="stateTimeout">That of the state in the definition, in seconds.</param>
    /// <param name="functionTimeout">Timeout of the function, in seconds.</param>
    public static int GetStateTimeout(int stateTimeout, int functionTimeout) => Math.Max(stateTimeout, functionTimeout + StateMargin);
}
