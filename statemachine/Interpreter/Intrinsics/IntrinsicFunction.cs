using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>The arguments of one call.</summary>
/// <param name="FormatTemplate">The spelling of the first argument if it is a literal string; otherwise null.</param>
/// <param name="Random">The random source for <c>States.UUID</c> and unseeded <c>States.MathRandom</c>.</param>
internal sealed record IntrinsicCall(IReadOnlyList<JsonNode?> Arguments, string? FormatTemplate, Random Random);

/// <summary>An intrinsic function (specification, Appendix B): its number of arguments and its implementation.</summary>
/// <param name="MaxArguments">Maximum number of arguments; -1 for no limit.</param>
/// <param name="Call">Throws <see cref="ArgumentException"/> for arguments it refuses.</param>
internal sealed record IntrinsicFunction(int MinArguments, int MaxArguments, Func<IntrinsicCall, JsonNode?> Call)
{
    private static readonly FrozenDictionary<string, IntrinsicFunction> ByName = new Dictionary<string, IntrinsicFunction>
    {
        ["States.Format"] = new(1, -1, StringFunctions.Format),
        ["States.StringSplit"] = new(2, 2, StringFunctions.Split),
        ["States.StringToJson"] = new(1, 1, JsonFunctions.StringToJson),
        ["States.JsonToString"] = new(1, 1, JsonFunctions.JsonToString),
        ["States.JsonMerge"] = new(3, 3, JsonFunctions.Merge),
        ["States.Array"] = new(0, -1, ArrayFunctions.Array),
        ["States.ArrayPartition"] = new(2, 2, ArrayFunctions.Partition),
        ["States.ArrayContains"] = new(2, 2, ArrayFunctions.Contains),
        ["States.ArrayRange"] = new(3, 3, ArrayFunctions.Range),
        ["States.ArrayGetItem"] = new(2, 2, ArrayFunctions.GetItem),
        ["States.ArrayLength"] = new(1, 1, ArrayFunctions.Length),
        ["States.ArrayUnique"] = new(1, 1, ArrayFunctions.Unique),
        ["States.Base64Encode"] = new(1, 1, EncodingFunctions.Encode),
        ["States.Base64Decode"] = new(1, 1, EncodingFunctions.Decode),
        ["States.Hash"] = new(2, 2, EncodingFunctions.Hash),
        ["States.MathRandom"] = new(2, 3, MathFunctions.Random),
        ["States.MathAdd"] = new(2, 2, MathFunctions.Add),
        ["States.UUID"] = new(0, 0, MathFunctions.Uuid),
    }.ToFrozenDictionary();

    public static IReadOnlyList<string> Names => ByName.Keys;

    public string Arity => MaxArguments == MinArguments ? $"{MinArguments}" : MaxArguments < 0 ? $"{MinArguments} or more" : $"{MinArguments} to {MaxArguments}";

    public bool AcceptsCount(int count) => count >= MinArguments && (MaxArguments < 0 || count <= MaxArguments);

    public static IntrinsicFunction? Find(string name) => ByName.GetValueOrDefault(name);
}
