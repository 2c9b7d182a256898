using System.Net;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Catalogue;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>Responses of DynamoDB that emulators do not give.</summary>
public sealed class DynamoDbResponseTests
{
    [Fact]
    public async Task RefusedAccessNamesOperationTableAndItem()
    {
        var service = new ScriptedService(_ => Error("AccessDeniedException", "User: x is not authorized to perform: dynamodb:GetItem"));

        var refused = await Assert.ThrowsAsync<CatalogueAccessDeniedException>(() => Catalogue(service).GetAsync("uploads/a", CancellationToken.None));

        Assert.Equal("images", refused.Table);
        Assert.StartsWith("GetItem of uploads/a in table images was refused: User: x", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherErrorsAreNotTranslated()
    {
        var service = new ScriptedService(_ => Error("ValidationException", "One or more parameter values were invalid"));

        await Assert.ThrowsAsync<Amazon.DynamoDBv2.AmazonDynamoDBException>(
            () => Catalogue(service).ListAsync(ImageStatus.Failed, 1, null, CancellationToken.None));
    }

    private static DynamoImageCatalogue Catalogue(ScriptedService service) => new(service.CreateDynamoDb(), "images");

    private static HttpResponseMessage Error(string code, string message) => new(HttpStatusCode.BadRequest)
    {
        Content = new StringContent(
            $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"{{message}}"}""", null, "application/x-amz-json-1.0"),
    };
}
