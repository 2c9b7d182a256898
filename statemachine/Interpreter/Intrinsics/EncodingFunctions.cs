using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Intrinsics;

/// <summary>Intrinsic functions on the UTF-8 bytes of strings.</summary>
internal static class EncodingFunctions
{
    public static JsonNode Encode(IntrinsicCall call) =>
        JsonValue.Create(Convert.ToBase64String(Encoding.UTF8.GetBytes(call.GetLimitedString(0))));

    public static JsonNode Decode(IntrinsicCall call)
    {
        try
        {
            return JsonValue.Create(Encoding.UTF8.GetString(Convert.FromBase64String(call.GetLimitedString(0))));
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"Invalid arguments: {exception.Message}", exception);
        }
    }

    /// <summary>Computes an MD5, SHA-1, SHA-256, SHA-384 or SHA-512 hash in lower-case hex.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The States Language offers SHA-1.")]
    [SuppressMessage("Security", "CA5351", Justification = "The States Language offers MD5.")]
    public static JsonNode Hash(IntrinsicCall call)
    {
        var bytes = Encoding.UTF8.GetBytes(call.Arguments[0] is JsonArray or JsonObject ? JsonText.Write(call.Arguments[0]) : call.GetLimitedString(0));
        var hash = call.GetString(1) switch
        {
            "MD5" => MD5.HashData(bytes),
            "SHA-1" => SHA1.HashData(bytes),
            "SHA-256" => SHA256.HashData(bytes),
            "SHA-384" => SHA384.HashData(bytes),
            "SHA-512" => SHA512.HashData(bytes),
            var other => throw new ArgumentException(
                $"Invalid arguments: '{other}' is not MD5, SHA-1, SHA-256, SHA-384 or SHA-512"),
        };
        return JsonValue.Create(Convert.ToHexStringLower(hash));
    }
}
