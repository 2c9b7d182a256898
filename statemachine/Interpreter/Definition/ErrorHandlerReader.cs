using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads <c>Retry</c> and <c>Catch</c> and checks their bounds (AWS: "Handling errors in Step Functions workflows").</summary>
internal static class ErrorHandlerReader
{
    private const int MaxIntervalSeconds = 99_999_999;
    private const int MaxAttempts = 99_999_999;
    private const int MaxDelaySeconds = 31_622_400;

    public static IReadOnlyList<Retrier> ReadRetry(ObjectReader state) => ReadEntries(state, "Retry", ReadRetrier);

    public static IReadOnlyList<Catcher> ReadCatch(ObjectReader state) => ReadEntries(state, "Catch", ReadCatcher);

    private static Retrier ReadRetrier(ObjectReader reader, IReadOnlyList<string> errorEquals)
    {
        var intervalSeconds = reader.ReadNumber("IntervalSeconds", 1, MaxIntervalSeconds) ?? 1;
        var maxDelaySeconds = reader.ReadNumber("MaxDelaySeconds", 1, MaxDelaySeconds);
        if (maxDelaySeconds <= intervalSeconds)
        {
            reader.AddError("MaxDelaySeconds", $"must be greater than IntervalSeconds, which is {intervalSeconds}");
        }

        var jitter = reader.ReadString("JitterStrategy");
        if (jitter is not (null or "FULL" or "NONE"))
        {
            reader.AddError("JitterStrategy", $"must be FULL or NONE, not '{jitter}'");
        }

        return new Retrier(
            errorEquals,
            TimeSpan.FromSeconds(intervalSeconds),
            reader.ReadNumber("BackoffRate", 1, double.MaxValue, wholeOnly: false) ?? 2,
            (int)(reader.ReadNumber("MaxAttempts", 0, MaxAttempts) ?? 3),
            maxDelaySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            jitter == "FULL");
    }

    private static Catcher ReadCatcher(ObjectReader reader, IReadOnlyList<string> errorEquals) => new(
        errorEquals, reader.ReadString("Next", required: true) ?? "", StateReader.ReadResultPath(reader), StateReader.ReadAssign(reader));

    private static List<T> ReadEntries<T>(ObjectReader state, string field, Func<ObjectReader, IReadOnlyList<string>, T> read)
    {
        var handlers = new List<T>();
        var list = state.ReadArray(field);
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            var path = $"{state.GetPath(field)}[{i}]";
            if (list![i] is not JsonObject fields)
            {
                state.Errors.Add(path, "must be an object");
                continue;
            }

            var reader = new ObjectReader(fields, path, state.Errors);
            handlers.Add(read(reader, ReadErrorEquals(reader, isLast: i == list.Count - 1)));
            reader.Refuse("Output", "belongs to JSONata, which is not supported; use ResultPath");
            reader.RefuseUnknown();
        }

        return handlers;
    }

    private static string[] ReadErrorEquals(ObjectReader reader, bool isLast)
    {
        if (reader.ReadArray("ErrorEquals", required: true) is not { } names)
        {
            return [];
        }

        if (names.Count == 0 || names.Any(name => name?.GetValueKind() != JsonValueKind.String))
        {
            reader.AddError("ErrorEquals", "must be a list of at least one error name");
            return [];
        }

        string[] errorNames = [.. names.Select(name => name!.GetValue<string>())];
        if (errorNames.Contains(ErrorNames.All) && (errorNames.Length > 1 || !isLast))
        {
            reader.AddError("ErrorEquals", "States.ALL must be the only name in its entry, and its entry must be the last");
        }

        return errorNames;
    }
}
