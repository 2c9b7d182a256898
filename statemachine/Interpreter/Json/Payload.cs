using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Json;

/// <summary>
/// What passes from state to state: a JSON value that nobody changes any more, and its text, written at most once
/// although an exit, the next entry and the limit on its size all need it.
/// </summary>
internal sealed class Payload(JsonNode? node)
{
    private string? _text;

    public JsonNode? Node { get; } = node;

    public string Text => _text ??= JsonText.Write(Node);

    /// <summary>Whether the text, in UTF-8, takes more bytes than that.</summary>
    public bool Exceeds(int bytes) => Text.Length > bytes
        || (Text.Length > bytes / 3 && Encoding.UTF8.GetByteCount(Text) > bytes);

    public static Payload Parse(string text) => new(JsonText.Parse(text)) { _text = text };
}
