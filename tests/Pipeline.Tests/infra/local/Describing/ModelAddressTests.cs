using Pipeline.Local.Describing;

namespace Pipeline.Tests.Local.Describing;

public sealed class ModelAddressTests
{
    [Theory]
    [InlineData("http://localhost:11434", "http://localhost:11434/v1/chat/completions")]
    [InlineData("http://localhost:11434/", "http://localhost:11434/v1/chat/completions")]
    [InlineData("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions")]
    [InlineData("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions")]
    [InlineData("https://models.example/openai", "https://models.example/openai/v1/chat/completions")]
    [InlineData("https://models.example/v1beta/openai", "https://models.example/v1beta/openai/chat/completions")]
    [InlineData("https://models.example/api/chat/completions", "https://models.example/api/chat/completions")]
    [InlineData("https://models.example/v1?api-version=2", "https://models.example/v1/chat/completions?api-version=2")]
    public void AddressWithAndWithoutVersionAndOperationIsCompleted(string given, string expected) =>
        Assert.Equal(expected, ModelAddress.TryParse(given)?.AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("localhost:11434")]
    [InlineData("ftp://localhost")]
    [InlineData("http://user:secret@localhost")]
    [InlineData("http://localhost#part")]
    [InlineData("file:///etc/passwd")]
    public void OtherTextIsNoAddress(string given) => Assert.Null(ModelAddress.TryParse(given));
}
