using System.Text.Json.Nodes;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads Pass, Wait, Succeed and Fail.</summary>
internal static class SimpleStateReader
{
    private const int MaxWaitSeconds = 99_999_999;

    public static PassState ReadPass(string name, ObjectReader reader, StateReader stateReader)
    {
        var hasResult = reader.Take("Result", out var result);
        return new PassState
        {
            Name = name,
            Type = "Pass",
            InputPath = StateReader.ReadPathFilter(reader, "InputPath"),
            OutputPath = StateReader.ReadPathFilter(reader, "OutputPath"),
            Parameters = StateReader.ReadPayloadTemplate(reader, "Parameters"),
            HasResult = hasResult,
            Result = result,
            ResultPath = StateReader.ReadResultPath(reader),
            Assign = StateReader.ReadAssign(reader),
            Next = StateReader.ReadNext(reader),
        };
    }

    public static WaitState ReadWait(string name, ObjectReader reader, StateReader stateReader)
    {
        reader.RequireAtMostOne("Seconds", "SecondsPath", "Timestamp", "TimestampPath");
        if (!reader.Has("Seconds") && !reader.Has("SecondsPath") && !reader.Has("Timestamp") && !reader.Has("TimestampPath"))
        {
            stateReader.Errors.Add(reader.Path, "must have one of Seconds, SecondsPath, Timestamp and TimestampPath");
        }

        return new WaitState
        {
            Name = name,
            Type = "Wait",
            InputPath = StateReader.ReadPathFilter(reader, "InputPath"),
            OutputPath = StateReader.ReadPathFilter(reader, "OutputPath"),
            Seconds = reader.ReadPath("SecondsPath", referenceOnly: true) is { } path ? new NumberOrPath("Seconds", null, path)
                : reader.ReadNumber("Seconds", 0, MaxWaitSeconds) is { } seconds ? new NumberOrPath("Seconds", seconds, null)
                : null,
            Timestamp = ReadTimestamp(reader),
            TimestampPath = reader.ReadPath("TimestampPath", referenceOnly: true),
            Assign = StateReader.ReadAssign(reader),
            Next = StateReader.ReadNext(reader),
        };
    }

    public static SucceedState ReadSucceed(string name, ObjectReader reader, StateReader stateReader) => new()
    {
        Name = name,
        Type = "Succeed",
        InputPath = StateReader.ReadPathFilter(reader, "InputPath"),
        OutputPath = StateReader.ReadPathFilter(reader, "OutputPath"),
    };

    public static FailState ReadFail(string name, ObjectReader reader)
    {
        reader.RequireAtMostOne("Error", "ErrorPath");
        reader.RequireAtMostOne("Cause", "CausePath");
        return new FailState
        {
            Name = name,
            Type = "Fail",
            InputPath = new PathFilter(null, isDiscarded: false),
            OutputPath = new PathFilter(null, isDiscarded: false),
            Error = reader.ReadString("Error"),
            ErrorPath = ReadExpression(reader, "ErrorPath"),
            Cause = reader.ReadString("Cause"),
            CausePath = ReadExpression(reader, "CausePath"),
        };
    }

    private static Expression? ReadExpression(ObjectReader reader, string name) => reader.ReadString(name) is { } text
        ? reader.Errors.TryRead(reader.GetPath(name), () => Expression.Parse(text, name))
        : null;

    private static DateTimeOffset? ReadTimestamp(ObjectReader reader)
    {
        if (reader.ReadString("Timestamp") is not { } text)
        {
            return null;
        }

        if (Timestamps.TryParse(JsonValue.Create(text), out var timestamp))
        {
            return timestamp;
        }

        reader.AddError("Timestamp", $"'{text}' is not a timestamp; write it as 2016-03-14T01:59:00Z");
        return null;
    }
}
