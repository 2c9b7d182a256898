namespace Pipeline.Fuzzing.Targets;

/// <summary>All targets by name. They are created in the child process only, because the parent instruments their assemblies.</summary>
internal static class TargetList
{
    /// <summary>Prefix of the targets with a planted fault, which test the fuzzer itself.</summary>
    private const string PlantedPrefix = "planted-";

    public static IReadOnlyDictionary<string, Func<Target>> All { get; } = new Dictionary<string, Func<Target>>
    {
        ["codecs"] = () => new CodecTarget("codecs"),
        ["vips"] = () => new CodecTarget("vips"),
        ["magick"] = () => new CodecTarget("magick"),
        ["photo"] = () => new PhotoTarget(),
        ["patterns"] = () => new PatternTarget(),
        ["definitions"] = () => new DefinitionTarget(),
        ["paths"] = () => new ExpressionTarget("paths"),
        ["intrinsics"] = () => new ExpressionTarget("intrinsics"),
        ["renditions"] = () => new RenditionSetTarget(),
        ["events"] = () => new EventTarget(),
        ["s3"] = () => new RequestTarget("s3"),
        ["stepfunctions"] = () => new RequestTarget("stepfunctions"),
        ["console"] = () => new RequestTarget("console"),
        [PlantedPrefix + "exception"] = () => new PlantedTarget(PlantedPrefix + "exception", static () => throw new InvalidOperationException("The planted exception.")),
        [PlantedPrefix + "crash"] = () => new PlantedTarget(PlantedPrefix + "crash", static () => Environment.FailFast("The planted crash.")),
        [PlantedPrefix + "hang"] = () => new PlantedTarget(PlantedPrefix + "hang", PlantedTarget.Loop),
        [PlantedPrefix + "memory"] = () => new PlantedTarget(PlantedPrefix + "memory", PlantedTarget.Allocate),
        [PlantedPrefix + "native-memory"] = () => new PlantedTarget(PlantedPrefix + "native-memory", PlantedTarget.AllocateNative),
    };

    /// <summary>The targets that a run without <c>--target</c> has.</summary>
    public static IReadOnlyList<string> Regular { get; } = [.. All.Keys.Where(name => !name.StartsWith(PlantedPrefix, StringComparison.Ordinal))];
}
