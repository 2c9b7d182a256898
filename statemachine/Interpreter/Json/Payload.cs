using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.Json;

/// <summary>
/// The data that passes from state to state: an immutable JSON value and its text. The text is written at most once,
/// although the exit event, the next entry event and the size limit all need it.
/// </summary>
internal sealed class Payload(JsonNode? node)
{
    private string? _text;

    public JsonNode? Node { get; } = node;

    public string Text => _text ??= JsonText.Write(Node);

    /// <summary>Whether the text in UTF-8 has more than the given number of bytes.</summary>
    public bool Exceeds(int bytes) => Text.Length > bytes
        || (Text.Length > bytes / 3 && Encoding.UTF8.GetByteCount(Text) > bytes);

    public static Payload Parse(string text) => new(JsonText.Parse(text)) { _text = text };
}
