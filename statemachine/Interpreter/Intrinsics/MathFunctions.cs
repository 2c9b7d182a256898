using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>Intrinsic functions on numbers, and the function that creates UUIDs.</summary>
internal static class MathFunctions
{
    public static JsonNode Add(IntrinsicCall call)
    {
        try
        {
            return JsonValue.Create(checked(call.GetInteger(0) + call.GetInteger(1)));
        }
        catch (OverflowException)
        {
            throw new ArgumentException("Invalid arguments: the sum does not fit into 64 bits");
        }
    }

    /// <summary>A random whole number from the first argument (inclusive) to the second (exclusive). A third argument is the seed.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "States.MathRandom is not used for secrets.")]
    public static JsonNode Random(IntrinsicCall call)
    {
        var (start, end) = (call.GetInteger(0), call.GetInteger(1));
        if (start >= end)
        {
            throw new ArgumentException("Invalid arguments: the start must be less than the end");
        }

        var random = call.Arguments.Count == 3 ? new Random(unchecked((int)call.GetInteger(2))) : call.Random;
        return JsonValue.Create(random.NextInt64(start, end));
    }

    /// <summary>A version 4 UUID.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "It is an identifier, not a secret, and a seeded run must repeat it.")]
    public static JsonNode Uuid(IntrinsicCall call)
    {
        Span<byte> bytes = stackalloc byte[16];
        call.Random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return JsonValue.Create(new Guid(bytes, bigEndian: true).ToString());
    }
}
