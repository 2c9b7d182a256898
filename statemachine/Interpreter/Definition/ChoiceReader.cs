using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Reads Choice and its rules.</summary>
internal static class ChoiceReader
{
    private static readonly string[] Combinations = ["And", "Or", "Not"];

    public static ChoiceState Read(string name, ObjectReader reader, StateReader states)
    {
        var rules = reader.Array("Choices", required: true);
        if (rules is { Count: 0 })
        {
            reader.Fail("Choices", "must have at least one rule");
        }

        return new ChoiceState
        {
            Name = name,
            Type = "Choice",
            InputPath = StateReader.Filter(reader, "InputPath"),
            OutputPath = StateReader.Filter(reader, "OutputPath"),
            Choices = [.. (rules ?? [])
                .Select((rule, index) => ReadRule(rule, $"{reader.At("Choices")}[{index}]", reader.Errors))
                .OfType<ChoiceRule>()],
            Default = reader.Text("Default"),
            Assign = StateReader.Assignments(reader),
        };
    }

    private static ChoiceRule? ReadRule(JsonNode? node, string path, DefinitionErrors errors)
    {
        if (AsObject(node, path, errors) is not { } reader)
        {
            return null;
        }

        var (next, assign) = (reader.Text("Next", required: true), StateReader.Assignments(reader));
        var test = ReadTest(reader);
        return test is null || next is null ? null : new ChoiceRule(test, next, assign);
    }

    private static ChoiceTest? ReadTest(ObjectReader reader)
    {
        var tests = reader.Names.Where(name => Combinations.Contains(name) || Operator(name, out _) is not null).ToArray();
        reader.Refuse("Condition", "belongs to JSONata, which is not supported; use Variable and an operator");
        ChoiceTest? test = null;
        if (tests.Length != 1)
        {
            reader.Errors.Add(reader.Path, tests.Length == 0
                ? "has no comparison: And, Or, Not or Variable with an operator"
                : $"has more than one comparison: {string.Join(", ", tests)}");
            tests.ToList().ForEach(name => reader.Take(name, out _));
            reader.Take("Variable", out _);
        }
        else
        {
            test = Combinations.Contains(tests[0]) ? ReadCombination(reader, tests[0]) : ReadComparison(reader, tests[0]);
        }

        reader.RefuseUnknown();
        return test;
    }

    private static ChoiceTest? ReadCombination(ObjectReader reader, string name)
    {
        if (name == "Not")
        {
            return reader.Object(name) is { } inner && ReadInner(inner, reader.At(name), reader.Errors) is { } negated
                ? new NotOf(negated) : null;
        }

        var list = reader.Array(name);
        if (list is null or { Count: 0 })
        {
            reader.Fail(name, "must be a list of at least one test");
            return null;
        }

        ChoiceTest[] tests = [.. list.Select((node, index) => ReadInner(node, $"{reader.At(name)}[{index}]", reader.Errors)).OfType<ChoiceTest>()];
        return name == "And" ? new AllOf(tests) : new AnyOf(tests);
    }

    private static ChoiceTest? ReadInner(JsonNode? node, string path, DefinitionErrors errors)
    {
        if (AsObject(node, path, errors) is not { } reader)
        {
            return null;
        }

        reader.Refuse("Next", "is allowed on the outermost rule only");
        reader.Refuse("Assign", "is allowed on the outermost rule only");
        return ReadTest(reader);
    }

    private static ChoiceTest? ReadComparison(ObjectReader reader, string name)
    {
        var compare = Operator(name, out var isPath)!;
        if (!reader.Has("Variable"))
        {
            reader.Fail("Variable", "is missing");
        }

        var variable = reader.PathField("Variable", referenceOnly: false);
        if (isPath)
        {
            return reader.PathField(name, referenceOnly: true) is { } path && variable is not null
                ? new Comparison(variable, compare, null, path) : null;
        }

        if (!reader.Take(name, out var expected) || !compare.Accepts(expected))
        {
            reader.Fail(name, $"must be {compare.Operand}");
            return null;
        }

        return variable is null ? null
            : name == ChoiceOperator.IsPresent ? new PresenceTest(variable, expected!.GetValue<bool>())
            : new Comparison(variable, compare, expected, null);
    }

    private static ChoiceOperator? Operator(string name, out bool isPath)
    {
        isPath = name.EndsWith("Path", StringComparison.Ordinal);
        return isPath
            ? ChoiceOperator.Named(name[..^"Path".Length]) is { HasPath: true } found ? found : null
            : ChoiceOperator.Named(name);
    }

    private static ObjectReader? AsObject(JsonNode? node, string path, DefinitionErrors errors)
    {
        if (node is JsonObject fields)
        {
            return new ObjectReader(fields, path, errors);
        }

        errors.Add(path, "must be an object");
        return null;
    }
}
