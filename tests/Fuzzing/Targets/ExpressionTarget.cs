using System.Text.Json.Nodes;

namespace Pipeline.Fuzzing.Targets;

/// <summary>A path or a call of a function, and the input that it is evaluated on.</summary>
/// <param name="name"><c>paths</c> or <c>intrinsics</c>.</param>
internal sealed class ExpressionTarget(string name) : Target
{
    public override string Name => name;

    public override IReadOnlyList<string> Words { get; } = name == "paths"
        ? ["$", "$$", "@", ".", "..", "[", "]", "*", "[*]", "[?(", ")]", "==", "!=", "=~", "/(a+)+b/", "&&", "||", "'a'", "\"a\"", ",", ":", "[0]", "[-1]", "[0:1]", "[::2]", "['a']", "['a','b']", "\\", "\n---\n", "{\"a\":", "[1,", "}", "\\ud800"]
        :
        [
            "States.Format(", "States.Array(", "States.ArrayPartition(", "States.ArrayContains(", "States.ArrayRange(", "States.ArrayGetItem(", "States.ArrayLength(", "States.ArrayUnique(",
            "States.Base64Encode(", "States.Base64Decode(", "States.Hash(", "'SHA-256'", "States.JsonMerge(", "States.JsonToString(", "States.StringToJson(", "States.MathAdd(", "States.MathRandom(",
            "States.StringSplit(", "States.UUID()", "'", "'{}'", "\\{", "$.a", "$", "$..a", ",", ")", "true", "null", "\n---\n", "{\"a\":", "[1,", "}", "\\ud800",
        ];

    public override Task RunAsync(byte[] input)
    {
        var texts = TextInput.Split(input, 2);
        var definition = new JsonObject
        {
            ["StartAt"] = "P",
            ["States"] = new JsonObject { ["P"] = new JsonObject { ["Type"] = "Pass", ["Parameters"] = new JsonObject { ["a.$"] = texts[0] }, ["End"] = true } },
        };
        return StateMachineRun.RunAsync(definition.ToJsonString(), texts[1]);
    }
}
