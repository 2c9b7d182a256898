using System.Globalization;

namespace Pipeline.Imaging.Codecs;

/// <summary>How long a codec that can watch the time may work on one image: a little less than what calls it, so that the codec says what took so long.</summary>
public static class CodecTimeLimit
{
    /// <summary>Environment variable with the number of seconds. A function's deployment sets it by the function's timeout.</summary>
    public const string Variable = "PIPELINE_CODEC_TIME_LIMIT";

    /// <summary>Seconds where the variable is not set.</summary>
    public const int Default = 100;

    private const int Max = 900;

    /// <param name="readVariable">Returns the value of an environment variable, or null.</param>
    /// <returns>Seconds. What is no number of seconds from 1 to 900 counts as not set.</returns>
    public static int Read(Func<string, string?> readVariable) =>
        int.TryParse(readVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= Max ? seconds : Default;
}
