using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Reads Pass, Wait, Succeed and Fail.</summary>
internal static class SimpleStates
{
    private const int LongestWait = 99_999_999;

    public static PassState ReadPass(string name, ObjectReader reader, StateReader states)
    {
        var hasResult = reader.Take("Result", out var result);
        return new PassState
        {
            Name = name,
            Type = "Pass",
            InputPath = StateReader.Filter(reader, "InputPath"),
            OutputPath = StateReader.Filter(reader, "OutputPath"),
            Parameters = StateReader.Payload(reader, "Parameters"),
            HasResult = hasResult,
            Result = result,
            ResultPath = StateReader.Placement(reader),
            Assign = StateReader.Assignments(reader),
            Next = StateReader.Transition(reader),
        };
    }

    public static WaitState ReadWait(string name, ObjectReader reader, StateReader states)
    {
        reader.OnlyOne("Seconds", "SecondsPath", "Timestamp", "TimestampPath");
        if (!reader.Has("Seconds") && !reader.Has("SecondsPath") && !reader.Has("Timestamp") && !reader.Has("TimestampPath"))
        {
            states.Errors.Add(reader.Path, "a Wait has one of Seconds, SecondsPath, Timestamp and TimestampPath");
        }

        return new WaitState
        {
            Name = name,
            Type = "Wait",
            InputPath = StateReader.Filter(reader, "InputPath"),
            OutputPath = StateReader.Filter(reader, "OutputPath"),
            Seconds = reader.PathField("SecondsPath", referenceOnly: true) is { } path ? new Setting("Seconds", null, path)
                : reader.Number("Seconds", 0, LongestWait) is { } seconds ? new Setting("Seconds", seconds, null)
                : null,
            Timestamp = Timestamp(reader),
            TimestampPath = reader.PathField("TimestampPath", referenceOnly: true),
            Assign = StateReader.Assignments(reader),
            Next = StateReader.Transition(reader),
        };
    }

    public static SucceedState ReadSucceed(string name, ObjectReader reader, StateReader states) => new()
    {
        Name = name,
        Type = "Succeed",
        InputPath = StateReader.Filter(reader, "InputPath"),
        OutputPath = StateReader.Filter(reader, "OutputPath"),
    };

    public static FailState ReadFail(string name, ObjectReader reader)
    {
        reader.OnlyOne("Error", "ErrorPath");
        reader.OnlyOne("Cause", "CausePath");
        return new FailState
        {
            Name = name,
            Type = "Fail",
            InputPath = new InputFilter(null, discards: false),
            OutputPath = new InputFilter(null, discards: false),
            Error = reader.Text("Error"),
            ErrorPath = Expression(reader, "ErrorPath"),
            Cause = reader.Text("Cause"),
            CausePath = Expression(reader, "CausePath"),
        };
    }

    private static Expression? Expression(ObjectReader reader, string name) => reader.Text(name) is { } text
        ? reader.Errors.Try(reader.At(name), () => Interpreter.Expression.Parse(text, name))
        : null;

    private static DateTimeOffset? Timestamp(ObjectReader reader)
    {
        if (reader.Text("Timestamp") is not { } text)
        {
            return null;
        }

        if (Timestamps.TryParse(JsonValue.Create(text), out var timestamp))
        {
            return timestamp;
        }

        reader.Fail("Timestamp", $"'{text}' is no timestamp such as 2016-03-14T01:59:00Z");
        return null;
    }
}
