using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Contracts;

namespace Pipeline.Aws.Tests.Remove;

public sealed class RemoveFunctionTests
{
    [Fact]
    public async Task RemovalIsLogged()
    {
        await using var functions = new FunctionsUnderTest();
        var request = await functions.UploadPictureAsync("cats/1.png");
        await functions.Validate.Validate(request, LogLines.CreateContext());
        var deletion = await functions.Store.Uploads.DeleteAsync("cats/1.png", CancellationToken.None);

        var response = await functions.Remove.Remove(new(FunctionsUnderTest.Execution, deletion!), LogLines.CreateContext());

        var line = functions.Lines.Read()[^1];
        Assert.Equal(RemoveOutcome.Removed, response.Outcome);
        Assert.Equal(
            ["timestamp", "level", "message", "requestId", "function", "execution", "imageId", "outcome", "durationMilliseconds"], LogLines.GetMembers(line));
        Assert.Equal(("removed", "uploads/cats/1.png"), ((string?)line["outcome"], (string?)line["imageId"]));
    }
}
