using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Host.Store.Records;

/// <summary>A state machine's definition as executions run it.</summary>
/// <param name="Hash">SHA-256 of the text in UTF-8, in hex.</param>
/// <param name="Json">JSON text with its placeholders filled.</param>
/// <param name="LoadedAt">When the host first read it.</param>
public sealed record RecordedDefinition(string Hash, string Json, DateTimeOffset LoadedAt)
{
    public static RecordedDefinition Create(string json, DateTimeOffset loadedAt) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))), json, loadedAt);
}
