using System.Globalization;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;

namespace Pipeline.Lambda;

/// <summary>What the deployment tells a function: environment variables, and for Validate a file. Read at cold start, so that what is wrong shows there.</summary>
/// <param name="readVariable">Value of an environment variable; null for none.</param>
public sealed class FunctionSettings(Func<string, string?> readVariable)
{
    // The whole original is held in memory, beside its pixels.
    private const long MaxBytes = 200_000_000;
    private const long MaxPixels = 500_000_000;
    private const int MaxFrames = 1_024;

    public static FunctionSettings FromEnvironment() => new(Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="FunctionEnvironment.PipelineName"/>
    public string PipelineName => ReadRequired(FunctionEnvironment.PipelineName, "the pipeline's name, for its metrics");

    /// <inheritdoc cref="FunctionEnvironment.Table"/>
    public string Table => ReadRequired(FunctionEnvironment.Table, "the name of the catalogue's table");

    /// <inheritdoc cref="FunctionEnvironment.RenditionsBucket"/>
    public string RenditionsBucket => ReadRequired(FunctionEnvironment.RenditionsBucket, "the name of the bucket for renditions");

    /// <summary>Limits of uploads; what no variable says is <see cref="ImageLimits"/>' default.</summary>
    /// <exception cref="InvalidSettingException">A limit is no whole number within its bounds.</exception>
    public ImageLimits Limits
    {
        get
        {
            var defaults = new ImageLimits();
            return new(
                ReadNumber(FunctionEnvironment.MaxBytes, defaults.MaxBytes, MaxBytes),
                ReadNumber(FunctionEnvironment.MaxPixels, defaults.MaxPixels, MaxPixels),
                (int)ReadNumber(FunctionEnvironment.MaxFrames, defaults.MaxFrames, MaxFrames));
        }
    }

    /// <summary>The rendition set of <see cref="FunctionEnvironment.RenditionsFile"/>.</summary>
    /// <param name="folder">Folder of the function's assembly.</param>
    /// <exception cref="InvalidSettingException">The file is not there.</exception>
    /// <exception cref="InvalidRenditionSetException">It is no rendition set.</exception>
    public static RenditionSet ReadRenditions(string folder)
    {
        var path = Path.Combine(folder, FunctionEnvironment.RenditionsFile);
        return File.Exists(path)
            ? RenditionSetReader.Read(File.ReadAllText(path), FunctionEnvironment.RenditionsFile)
            : throw new InvalidSettingException($"{path} is missing: the rendition set lies beside the function's assembly.");
    }

    private string ReadRequired(string name, string meaning) => readVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidSettingException($"The environment variable {name} is missing: {meaning}.");

    private long ReadNumber(string name, long defaultValue, long max)
    {
        if (readVariable(name) is not { Length: > 0 } text)
        {
            return defaultValue;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max
            ? number
            : throw new InvalidSettingException($"The environment variable {name} is '{text}'; it can be a whole number from 1 to {max}.");
    }
}
