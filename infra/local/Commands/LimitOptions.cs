using System.CommandLine;
using Pipeline.Core.Validation;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The options for the limits of images, with the names and values of the stack's settings.</summary>
internal sealed class LimitOptions
{
    private readonly Option<long> _maxBytes = CreateNumber<long>("--max-bytes", "BYTES", "Largest file that is an image.", new ImageLimits().MaxBytes, 1, long.MaxValue);

    private readonly Option<long?> _maxPixels = CreateNumber<long?>(
        "--max-pixels", "PIXELS", "Most pixels of an image, for every format. Default: a limit for each format.", null, 1, long.MaxValue);

    private readonly Option<int> _maxFrames = CreateNumber<int>("--max-frames", "FRAMES", "Most frames of an animation.", new ImageLimits().MaxFrames, 1, int.MaxValue);

    private readonly Option<string> _overLimit = CreateChoice<OverLimit>(
        "--over-limit", "What becomes of an animation with more frames or pixels: reject it, or show its first frame.");

    private readonly Option<string> _damage = CreateChoice<Damage>(
        "--damage", "What becomes of an image with damaged or missing pixel data: reject it, or tolerate the damage.");

    private readonly Option<long?> _maxMemory = CreateNumber<long?>(
        "--max-memory", "MB", "Most memory that a rendition may need; an image that may need more is rejected. Default: no limit.", null, 128, 1_000_000);

    public void AddTo(Command command)
    {
        command.Options.Add(_maxBytes);
        command.Options.Add(_maxPixels);
        command.Options.Add(_maxFrames);
        command.Options.Add(_overLimit);
        command.Options.Add(_damage);
        command.Options.Add(_maxMemory);
    }

    public ImageLimits Read(ParseResult result) => new(
        result.GetValue(_maxBytes), result.GetValue(_maxPixels), result.GetValue(_maxFrames), ReadChoice<OverLimit>(result, _overLimit),
        ReadChoice<Damage>(result, _damage),
        result.GetValue(_maxMemory) * 1024 * 1024);

    private static T ReadChoice<T>(ParseResult result, Option<string> option)
        where T : struct, Enum => LimitWords.TryParse<T>(result.GetRequiredValue(option), out var value) ? value : default;

    private static Option<T> CreateNumber<T>(string name, string helpName, string description, T defaultValue, long min, long max)
    {
        var option = new Option<T>(name) { Description = description, HelpName = helpName };
        if (defaultValue is not null)
        {
            option.DefaultValueFactory = _ => defaultValue;
        }

        option.RequireRange(min, max);
        return option;
    }

    private static Option<string> CreateChoice<T>(string name, string description)
        where T : struct, Enum => ChoiceOption.Create(name, description, LimitWords.All<T>());
}
