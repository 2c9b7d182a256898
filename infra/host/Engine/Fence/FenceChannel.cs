using System.Buffers.Binary;
using System.Text.Json;

namespace Pipeline.Host.Engine.Fence;

/// <summary>
/// Messages over a pair of pipes, each with bytes of any kind: two lengths (32 bits, little-endian), the message as JSON, the bytes.
/// Many threads may write at once; one reads.
/// </summary>
/// <param name="input">Where messages come from.</param>
/// <param name="output">Where messages go.</param>
internal sealed class FenceChannel(Stream input, Stream output)
{
    private const int MaxMessageBytes = 1 << 20;

    private const int MaxContentBytes = 1 << 30;

    private readonly Lock _lock = new();

    /// <exception cref="IOException">The other side is gone.</exception>
    public void Write(FenceMessage message, ReadOnlySpan<byte> content = default)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, FenceJson.Default.FenceMessage);
        Span<byte> lengths = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[4..], content.Length);
        lock (_lock)
        {
            output.Write(lengths);
            output.Write(json);
            output.Write(content);
            output.Flush();
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>Null if the other side is gone.</returns>
    /// <exception cref="InvalidDataException">The other side does not keep to the format.</exception>
    public (FenceMessage Message, byte[] Content)? Read()
    {
        Span<byte> lengths = stackalloc byte[8];
        if (input.ReadAtLeast(lengths, lengths.Length, throwOnEndOfStream: false) < lengths.Length)
        {
            return null;
        }

        var json = Read(BinaryPrimitives.ReadInt32LittleEndian(lengths), MaxMessageBytes);
        var content = Read(BinaryPrimitives.ReadInt32LittleEndian(lengths[4..]), MaxContentBytes);
        if (json is null || content is null)
        {
            return null;
        }

        try
        {
            return (JsonSerializer.Deserialize(json, FenceJson.Default.FenceMessage) ?? throw new InvalidDataException("The message is null."), content);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The message is not valid: {exception.Message}", exception);
        }
    }

    private byte[]? Read(int length, int max)
    {
        if (length < 0 || length > max)
        {
            throw new InvalidDataException($"The length is {length:N0}; it must be between 0 and {max:N0}.");
        }

        var bytes = new byte[length];
        return input.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length ? null : bytes;
    }
}
