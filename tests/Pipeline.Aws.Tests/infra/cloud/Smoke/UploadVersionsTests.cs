using System.Net;
using Pipeline.Aws.Tests.Aws;
using Pipeline.Cloud.Smoke;
using static Pipeline.Aws.Tests.Aws.ScriptedService;

namespace Pipeline.Aws.Tests.Cloud.Smoke;

public sealed class UploadVersionsTests
{
    [Fact]
    public async Task OnlyVersionsAndDeleteMarkersOfTheKeyAreRemoved()
    {
        var service = new ScriptedService(request => request.Method == HttpMethod.Get
            ? Xml(HttpStatusCode.OK, """
                <ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                  <Name>uploads</Name><Prefix>smoke/1/a.jpg</Prefix><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>
                  <DeleteMarker><Key>smoke/1/a.jpg</Key><VersionId>marker</VersionId><IsLatest>true</IsLatest><LastModified>2026-11-21T10:00:01.000Z</LastModified></DeleteMarker>
                  <Version><Key>smoke/1/a.jpg</Key><VersionId>first</VersionId><IsLatest>false</IsLatest><LastModified>2026-11-21T10:00:00.000Z</LastModified><Size>1</Size></Version>
                  <Version><Key>smoke/1/a.jpg.bak</Key><VersionId>other</VersionId><IsLatest>true</IsLatest><LastModified>2026-11-21T10:00:00.000Z</LastModified><Size>1</Size></Version>
                </ListVersionsResult>
                """)
            : Xml(HttpStatusCode.NoContent));

        await new UploadVersions(service.CreateS3(), "uploads").RemoveAsync("smoke/1/a.jpg", CancellationToken.None);

        Assert.Equal(
            ["?versionId=first", "?versionId=marker"],
            service.Requests.Where(request => request.Method == HttpMethod.Delete).Select(request => request.RequestUri!.Query).Order());
    }
}
