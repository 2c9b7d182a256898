using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Reads <c>Retry</c> and <c>Catch</c> with their bounds (AWS: "Handling errors in Step Functions workflows").</summary>
internal static class ErrorHandlers
{
    private const int LongestInterval = 99_999_999;
    private const int MostAttempts = 99_999_999;
    private const int LongestDelay = 31_622_400;

    public static IReadOnlyList<Retrier> ReadRetry(ObjectReader state) => Read(state, "Retry", ReadRetrier);

    public static IReadOnlyList<Catcher> ReadCatch(ObjectReader state) => Read(state, "Catch", ReadCatcher);

    private static Retrier ReadRetrier(ObjectReader reader, IReadOnlyList<string> errorEquals)
    {
        var interval = reader.Number("IntervalSeconds", 1, LongestInterval) ?? 1;
        var longest = reader.Number("MaxDelaySeconds", 1, LongestDelay);
        if (longest <= interval)
        {
            reader.Fail("MaxDelaySeconds", $"must be more than IntervalSeconds, which is {interval}");
        }

        var jitter = reader.Text("JitterStrategy");
        if (jitter is not (null or "FULL" or "NONE"))
        {
            reader.Fail("JitterStrategy", $"must be FULL or NONE, not '{jitter}'");
        }

        return new Retrier(
            errorEquals,
            TimeSpan.FromSeconds(interval),
            reader.Number("BackoffRate", 1, double.MaxValue, whole: false) ?? 2,
            (int)(reader.Number("MaxAttempts", 0, MostAttempts) ?? 3),
            longest is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            jitter == "FULL");
    }

    private static Catcher ReadCatcher(ObjectReader reader, IReadOnlyList<string> errorEquals) => new(
        errorEquals, reader.Text("Next", required: true) ?? "", StateReader.Placement(reader), StateReader.Assignments(reader));

    private static List<T> Read<T>(ObjectReader state, string field, Func<ObjectReader, IReadOnlyList<string>, T> read)
    {
        var handlers = new List<T>();
        var list = state.Array(field);
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            var path = $"{state.At(field)}[{i}]";
            if (list![i] is not JsonObject fields)
            {
                state.Errors.Add(path, "must be an object");
                continue;
            }

            var reader = new ObjectReader(fields, path, state.Errors);
            handlers.Add(read(reader, ErrorNamesOf(reader, isLast: i == list.Count - 1)));
            reader.Refuse("Output", "belongs to JSONata, which is not supported; use ResultPath");
            reader.RefuseUnknown();
        }

        return handlers;
    }

    private static string[] ErrorNamesOf(ObjectReader reader, bool isLast)
    {
        if (reader.Array("ErrorEquals", required: true) is not { } names)
        {
            return [];
        }

        if (names.Count == 0 || names.Any(name => name?.GetValueKind() != JsonValueKind.String))
        {
            reader.Fail("ErrorEquals", "must be a list of at least one error name");
            return [];
        }

        string[] read = [.. names.Select(name => name!.GetValue<string>())];
        if (read.Contains(ErrorNames.All) && (read.Length > 1 || !isLast))
        {
            reader.Fail("ErrorEquals", "States.ALL must stand alone, and in the last entry");
        }

        return read;
    }
}
