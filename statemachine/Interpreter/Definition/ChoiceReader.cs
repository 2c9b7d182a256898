using System.Text.Json.Nodes;
using Pipeline.Interpreter.Choices;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads Choice and its rules.</summary>
internal static class ChoiceReader
{
    private static readonly string[] BooleanOperators = ["And", "Or", "Not"];

    public static ChoiceState Read(string name, ObjectReader reader, StateReader stateReader)
    {
        var rules = reader.ReadArray("Choices", required: true);
        if (rules is { Count: 0 })
        {
            reader.AddError("Choices", "must have at least one rule");
        }

        return new ChoiceState
        {
            Name = name,
            Type = "Choice",
            InputPath = StateReader.ReadPathFilter(reader, "InputPath"),
            OutputPath = StateReader.ReadPathFilter(reader, "OutputPath"),
            Choices = [.. (rules ?? [])
                .Select((rule, index) => ReadRule(rule, $"{reader.GetPath("Choices")}[{index}]", reader.Errors))
                .OfType<ChoiceRule>()],
            Default = reader.ReadString("Default"),
            Assign = StateReader.ReadAssign(reader),
        };
    }

    private static ChoiceRule? ReadRule(JsonNode? node, string path, DefinitionErrors errors)
    {
        if (CreateReader(node, path, errors) is not { } reader)
        {
            return null;
        }

        var (next, assign) = (reader.ReadString("Next", required: true), StateReader.ReadAssign(reader));
        var condition = ReadCondition(reader);
        return condition is null || next is null ? null : new ChoiceRule(condition, next, assign);
    }

    private static ChoiceCondition? ReadCondition(ObjectReader reader)
    {
        var operators = reader.Names.Where(name => BooleanOperators.Contains(name) || FindOperator(name, out _) is not null).ToArray();
        reader.Refuse("Condition", "belongs to JSONata, which is not supported; use Variable and an operator");
        ChoiceCondition? condition = null;
        if (operators.Length != 1)
        {
            reader.Errors.Add(reader.Path, operators.Length == 0
                ? "has no comparison; add And, Or, Not, or Variable with an operator"
                : $"has more than one comparison ({string.Join(", ", operators)}); keep one");
            operators.ToList().ForEach(name => reader.Take(name, out _));
            reader.Take("Variable", out _);
        }
        else
        {
            condition = BooleanOperators.Contains(operators[0]) ? ReadBooleanExpression(reader, operators[0]) : ReadComparison(reader, operators[0]);
        }

        reader.RefuseUnknown();
        return condition;
    }

    private static ChoiceCondition? ReadBooleanExpression(ObjectReader reader, string name)
    {
        if (name == "Not")
        {
            return reader.ReadObject(name) is { } nestedNode && ReadNestedCondition(nestedNode, reader.GetPath(name), reader.Errors) is { } negated
                ? new NotCondition(negated) : null;
        }

        var nestedNodes = reader.ReadArray(name);
        if (nestedNodes is null or { Count: 0 })
        {
            reader.AddError(name, "must be a list of at least one condition");
            return null;
        }

        ChoiceCondition[] conditions = [.. nestedNodes.Select((node, index) => ReadNestedCondition(node, $"{reader.GetPath(name)}[{index}]", reader.Errors)).OfType<ChoiceCondition>()];
        return name == "And" ? new AndCondition(conditions) : new OrCondition(conditions);
    }

    private static ChoiceCondition? ReadNestedCondition(JsonNode? node, string path, DefinitionErrors errors)
    {
        if (CreateReader(node, path, errors) is not { } reader)
        {
            return null;
        }

        reader.Refuse("Next", "is allowed only in a top-level rule");
        reader.Refuse("Assign", "is allowed only in a top-level rule");
        return ReadCondition(reader);
    }

    private static ChoiceCondition? ReadComparison(ObjectReader reader, string name)
    {
        var comparisonOperator = FindOperator(name, out var isPath)!;
        if (!reader.Has("Variable"))
        {
            reader.AddError("Variable", "is missing");
        }

        var variable = reader.ReadPath("Variable", referenceOnly: false);
        if (isPath)
        {
            return reader.ReadPath(name, referenceOnly: true) is { } path && variable is not null
                ? new ComparisonCondition(variable, comparisonOperator, null, path) : null;
        }

        if (!reader.Take(name, out var expected) || !comparisonOperator.IsValidOperand(expected))
        {
            reader.AddError(name, $"must be {comparisonOperator.OperandDescription}");
            return null;
        }

        return variable is null ? null
            : name == ChoiceOperator.IsPresent ? new IsPresentCondition(variable, expected!.GetValue<bool>())
            : new ComparisonCondition(variable, comparisonOperator, expected, null);
    }

    private static ChoiceOperator? FindOperator(string name, out bool isPath)
    {
        isPath = name.EndsWith("Path", StringComparison.Ordinal);
        return isPath
            ? ChoiceOperator.Find(name[..^"Path".Length]) is { HasPathVariant: true } found ? found : null
            : ChoiceOperator.Find(name);
    }

    private static ObjectReader? CreateReader(JsonNode? node, string path, DefinitionErrors errors)
    {
        if (node is JsonObject fields)
        {
            return new ObjectReader(fields, path, errors);
        }

        errors.Add(path, "must be an object");
        return null;
    }
}
