using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Pipeline.Core.Catalogue;
using Pipeline.Imaging.Formats;

namespace Pipeline.Testing.Contracts;

/// <summary>The contract of the HTTP API under <c>/v1</c>, whatever serves it.</summary>
public abstract class HttpApiContract
{
    /// <summary>Largest upload that the API under test allows, in bytes.</summary>
    protected const long MaxBytes = 64_000_000;

    private const string Renditions = "0123456789abcdef-11223344";

    /// <summary>Name of the uploads bucket.</summary>
    protected virtual string Bucket => "uploads";

    /// <summary>The catalogue that the API reads; empty, one per test.</summary>
    protected abstract IImageCatalogue Catalogue { get; }

    /// <summary>Sends a request to the API.</summary>
    /// <param name="request">A request with a relative address, and without a host.</param>
    protected abstract Task<HttpResponseMessage> SendAsync(HttpRequestMessage request);

    /// <summary>Puts an original into the uploads bucket, without processing it.</summary>
    protected abstract Task PutOriginalAsync(string key, byte[] content);

    /// <summary>Whether the uploads bucket has an original.</summary>
    protected abstract Task<bool> HasOriginalAsync(string key);

    /// <summary>Keys with every odd character that S3 allows and HTTP can carry.</summary>
    public static TheoryData<string> OddKeys =>
    [
        "cats/1.jpg", "a b.jpg", "a+b.jpg", "100%.jpg", "a%20b.jpg", "a%2Fb.jpg", "ä/ö ü.jpg", "日本/😀.jpg", "a?b=c.jpg", "a#b.jpg", "a&b=c;d.jpg", "'\"<>.jpg",
        "a\\b.jpg", "[x]{y}|^`~.jpg", "a:b@c!$,*()'.jpg", "a=b", "no-extension", " leading", "trailing ", "a\tb.jpg", "a\nb.jpg",
    ];

    /// <summary>Keys that a path cannot carry through every proxy.</summary>
    public static TheoryData<string> KeysForTheParameter => ["a//b.jpg", "/a.jpg", "a/./b.jpg", "a/../b.jpg", "../a.jpg", ".", ".."];

    [Fact]
    public async Task UploadGetsAFormThatAllowsOneKeyOneTypeAndNoMoreThanTheLimit()
    {
        var before = DateTimeOffset.UtcNow;

        var (response, body) = await PostAsync("v1/uploads", """{"key":"cats/1.jpg","contentType":"image/jpeg","size":12345}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"{Bucket}/cats/1.jpg", body["imageId"]!.GetValue<string>());
        Assert.Equal("cats/1.jpg", body["key"]!.GetValue<string>());
        Assert.Equal("/v1/images/cats/1.jpg", body["statusUrl"]!.GetValue<string>());
        Assert.Equal("/v1/images/cats/1.jpg", response.Headers.Location!.OriginalString);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var expiresAt = body["expiresAt"]!.GetValue<DateTimeOffset>();
        Assert.InRange(expiresAt, before.AddMinutes(14), DateTimeOffset.UtcNow.AddMinutes(15));

        Assert.True(Uri.TryCreate(body["upload"]!["url"]!.GetValue<string>(), UriKind.Absolute, out _));
        var fields = body["upload"]!["fields"]!.AsObject();
        Assert.Equal(("cats/1.jpg", "image/jpeg"), (fields["key"]!.GetValue<string>(), fields["Content-Type"]!.GetValue<string>()));
        var policy = ReadPolicy(fields);
        Assert.Equal(expiresAt, policy["expiration"]!.GetValue<DateTimeOffset>(), TimeSpan.FromSeconds(2));
        var conditions = policy["conditions"]!.AsArray().Select(condition => condition!.ToJsonString()).ToList();
        Assert.Contains(conditions, condition => condition.Contains("content-length-range", StringComparison.Ordinal)
            && condition.Contains(MaxBytes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Contains(conditions, condition => condition.Contains(Bucket, StringComparison.Ordinal) && condition.Contains("bucket", StringComparison.Ordinal));
        Assert.DoesNotContain(conditions, condition => condition.Contains("starts-with", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task UploadHasExactlyTheKeyThatWasAskedFor(string key)
    {
        var (response, body) = await PostAsync("v1/uploads", new JsonObject { ["key"] = key, ["contentType"] = "image/png", ["size"] = 1 }.ToJsonString());

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(key, body["upload"]!["fields"]!["key"]!.GetValue<string>());
        var status = await GetAsync(body["statusUrl"]!.GetValue<string>()[1..]);
        Assert.Contains($"'{key}'", status.Body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"key":"","contentType":"image/jpeg","size":1}""", "'key' is empty")]
    [InlineData("""{"key":"a/","contentType":"image/jpeg","size":1}""", "ends in a slash")]
    [InlineData("""{"key":"a\u0000b","contentType":"image/jpeg","size":1}""", "null character")]
    [InlineData("""{"key":"a.jpg","contentType":"image/jpeg","size":0}""", "'size' is 0")]
    [InlineData("""{"key":"a.jpg","contentType":"image/jpeg","size":-1}""", "'size' is -1")]
    [InlineData("""{"key":"a.jpg","contentType":"image/jpeg"}""", "size")]
    [InlineData("""{"key":"a.jpg","size":1}""", "contentType")]
    [InlineData("""{"key":null,"contentType":"image/jpeg","size":1}""", "key")]
    [InlineData("""{"key":"a.jpg","contentType":"image/jpeg","size":"1"}""", "must be JSON")]
    [InlineData("""{"key":"a.jpg","contentType":"image/jpeg","size":1.5}""", "must be JSON")]
    [InlineData("not JSON", "must be JSON")]
    [InlineData("null", "must be JSON")]
    [InlineData("[]", "must be JSON")]
    [InlineData("", "must be JSON")]
    public async Task UploadWithoutAUsableBodyIsRefused(string json, string reason)
    {
        var (response, body) = await PostAsync("v1/uploads", json);

        AssertProblem(response, body, HttpStatusCode.BadRequest, "invalidRequest");
        Assert.Contains(reason, body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyOverTheLimitIsRefusedWithTheLimit()
    {
        var longest = new string('ä', 512);

        var (allowed, _) = await PostAsync("v1/uploads", new JsonObject { ["key"] = longest, ["contentType"] = "image/png", ["size"] = 1 }.ToJsonString());
        var (refused, body) = await PostAsync("v1/uploads", new JsonObject { ["key"] = longest + "a", ["contentType"] = "image/png", ["size"] = 1 }.ToJsonString());

        Assert.Equal(HttpStatusCode.Created, allowed.StatusCode);
        AssertProblem(refused, body, HttpStatusCode.BadRequest, "invalidRequest");
        Assert.Contains("1,024 bytes", body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOverTheLimitIsRefusedWithTheLimit()
    {
        var (response, body) = await PostAsync("v1/uploads", $$"""{"key":"a.jpg","contentType":"image/jpeg","size":{{MaxBytes + 1}}}""");

        AssertProblem(response, body, HttpStatusCode.RequestEntityTooLarge, "objectTooLarge");
        Assert.Contains("64,000,000", body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("image/svg+xml")]
    [InlineData("application/pdf")]
    [InlineData("")]
    public async Task FileThatIsNoImageIsRefusedWithTheTypesThatAreAccepted(string contentType)
    {
        var (response, body) = await PostAsync("v1/uploads", new JsonObject { ["key"] = "a.jpg", ["contentType"] = contentType, ["size"] = 1 }.ToJsonString());

        AssertProblem(response, body, HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType");
        Assert.Contains("image/jpeg, image/png", body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    [MemberData(nameof(KeysForTheParameter))]
    public async Task ImageHasItsStatusAndRenditions(string key)
    {
        await WriteAsync(key, ImageStatus.Ready);

        var (response, image) = await GetAsync(PathOf(key));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((key, $"{Bucket}/{key}", "succeeded"), (image["key"]!.GetValue<string>(), image["imageId"]!.GetValue<string>(), image["status"]!.GetValue<string>()));
        var version = image["version"]!;
        Assert.Equal((4000, 3000, 123), (version["width"]!.GetValue<int>(), version["height"]!.GetValue<int>(), version["bytes"]!.GetValue<int>()));
        Assert.Equal("1QcSHQRnh493V4dIh4eXh1h4kJUI", version["placeholder"]!["thumbHash"]!.GetValue<string>());
        var rendition = version["renditions"]!.AsArray().Single()!;
        Assert.Equal(("thumb", "image/webp", 128, 96, 4321), (
            rendition["name"]!.GetValue<string>(), rendition["contentType"]!.GetValue<string>(), rendition["width"]!.GetValue<int>(),
            rendition["height"]!.GetValue<int>(), rendition["bytes"]!.GetValue<int>()));
        Assert.True(Uri.TryCreate(rendition["url"]!.GetValue<string>(), UriKind.Absolute, out var url));
        Assert.EndsWith($"/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}/{Renditions}/thumb.webp", url.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    [MemberData(nameof(KeysForTheParameter))]
    public async Task EveryKeyWorksAsAParameter(string key)
    {
        await WriteAsync(key, ImageStatus.Ready);

        var (_, image) = await GetAsync($"v1/images?key={Uri.EscapeDataString(key)}");

        Assert.Equal(key, image["key"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(ImageStatus.Ready, "succeeded")]
    [InlineData(ImageStatus.Processing, "processing")]
    [InlineData(ImageStatus.Rejected, "rejected")]
    [InlineData(ImageStatus.Failed, "failed")]
    [InlineData(ImageStatus.Deleted, "deleted")]
    [InlineData(ImageStatus.Quarantined, "quarantined")]
    public async Task StatusTellsTheOutcomeOfTheNewestEvent(ImageStatus status, string expected)
    {
        await WriteAsync("a.jpg", status);

        var (response, image) = await GetAsync("v1/images/a.jpg");

        Assert.Equal(expected, image["status"]!.GetValue<string>());
        Assert.Equal(status == ImageStatus.Processing, response.Headers.RetryAfter is not null);
        Assert.Equal(status is ImageStatus.Rejected or ImageStatus.Failed or ImageStatus.Quarantined ? "corruptImage" : null, image["reason"]?["code"]?.GetValue<string>());
    }

    [Fact]
    public async Task ImageHasItsDescriptionWithoutWhatIsInternal()
    {
        await WriteAsync("a.jpg", ImageStatus.Ready, description: new(
            new string('a', 64), "A cat & a <dog>", "en", ["cat", "dog"], [new("weapons", 0.125)], DateTimeOffset.UtcNow, "model", "0a1b2c3d",
            [new("de", "Katze und Hund")], ByPerson: true, Released: true));

        var (_, image) = await GetAsync("v1/images/a.jpg");

        Assert.Equal(
            """{"altText":"A cat & a <dog>","language":"en","labels":["cat","dog"],"moderation":[{"category":"weapons","confidence":0.125}],"byPerson":true,"translations":[{"language":"de","altText":"Katze und Hund"}]}""",
            image["description"]!.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task ImageThatNobodyDescribedHasNoDescription()
    {
        await WriteAsync("a.jpg", ImageStatus.Ready);

        Assert.False((await GetAsync("v1/images/a.jpg")).Body.AsObject().ContainsKey("description"));
    }

    [Fact]
    public async Task NothingOfAVersionInQuarantineIsShown()
    {
        await WriteAsync("first.jpg", ImageStatus.Quarantined, isPublished: false);
        await WriteAsync("second.jpg", ImageStatus.Quarantined);

        var (_, first) = await GetAsync("v1/images/first.jpg");
        var (_, second) = await GetAsync("v1/images/second.jpg");
        var redirect = await SendAsync(Create(HttpMethod.Get, "v1/i/first.jpg/thumb"));

        Assert.Null(first["version"]);
        Assert.Contains($"second.jpg/{Renditions}/", second["version"]!["renditions"]![0]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
        foreach (var image in new[] { first, second })
        {
            Assert.Equal("quarantined", image["status"]!.GetValue<string>());
            Assert.DoesNotContain("hidden", image.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("fedcba9876543210", image.ToJsonString(), StringComparison.Ordinal);
        }

        AssertProblem(redirect, JsonNode.Parse(await redirect.Content.ReadAsStringAsync())!, HttpStatusCode.NotFound, "renditionNotFound");
        Assert.Equal(["first.jpg", "second.jpg"], (await ListAsync("status=quarantined")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NewUploadOfAFinishedImageIsBeingProcessedAndLeavesTheLastVersion()
    {
        await WriteAsync("a.jpg", ImageStatus.Ready, claimUntil: DateTimeOffset.UtcNow.AddHours(1));

        var (response, image) = await GetAsync("v1/images/a.jpg");

        Assert.Equal("processing", image["status"]!.GetValue<string>());
        Assert.Single(image["version"]!["renditions"]!.AsArray());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task DeadExecutionDoesNotKeepAnImageInProcessing()
    {
        await WriteAsync("a.jpg", ImageStatus.Ready, claimUntil: DateTimeOffset.UtcNow.AddHours(-1));

        var (_, image) = await GetAsync("v1/images/a.jpg");

        Assert.Equal("succeeded", image["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task UnknownImageIsNotFoundAndMayAppearLater()
    {
        var (response, body) = await GetAsync("v1/images/none.jpg");

        AssertProblem(response, body, HttpStatusCode.NotFound, "imageNotFound");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task CurrentResponseIsNotSentAgain()
    {
        await WriteAsync("a.jpg", ImageStatus.Ready);
        var (first, _) = await GetAsync("v1/images/a.jpg");
        var tag = first.Headers.ETag!.ToString();

        foreach (var tags in new[] { tag, $"\"other\", W/{tag}", "*" })
        {
            var second = await SendAsync(Create(HttpMethod.Get, "v1/images/a.jpg", ("If-None-Match", tags)));
            Assert.Equal((HttpStatusCode.NotModified, tag), (second.StatusCode, second.Headers.ETag!.ToString()));
            Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        }

        await WriteAsync("a.jpg", ImageStatus.Rejected, revision: 2);
        var third = await SendAsync(Create(HttpMethod.Get, "v1/images/a.jpg", ("If-None-Match", tag)));
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.NotEqual(tag, third.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task RequestThatWaitsIsAnsweredWhenTheUploadEnds()
    {
        await WriteAsync("a.jpg", ImageStatus.Processing);
        var waiting = GetAsync("v1/images/a.jpg?wait=20");
        await Task.Delay(300);
        Assert.False(waiting.IsCompleted);

        await WriteAsync("a.jpg", ImageStatus.Ready, revision: 2);

        Assert.Equal("succeeded", (await waiting).Body["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task RequestThatWaitsIsAnsweredWhenItsTimeIsOver()
    {
        await WriteAsync("a.jpg", ImageStatus.Processing);

        var (response, image) = await GetAsync("v1/images/a.jpg?wait=1");

        Assert.Equal("processing", image["status"]!.GetValue<string>());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task RequestThatWaitsAlsoWaitsForTheRecordToAppear()
    {
        var waiting = GetAsync("v1/images/a.jpg?wait=20");
        await Task.Delay(300);

        await WriteAsync("a.jpg", ImageStatus.Ready);

        Assert.Equal("succeeded", (await waiting).Body["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("wait=21")]
    [InlineData("wait=-1")]
    [InlineData("wait=soon")]
    public async Task WaitOutsideItsBoundsIsRefused(string query)
    {
        var (response, body) = await GetAsync($"v1/images/a.jpg?{query}");

        AssertProblem(response, body, HttpStatusCode.BadRequest, "invalidRequest");
        Assert.Contains("0 to 20", body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListByStatusHasEveryImageOnceOverAllPages()
    {
        for (var i = 0; i < 5; i++)
        {
            await WriteAsync($"{i}.jpg", ImageStatus.Rejected, updatedAt: DateTimeOffset.UtcNow.AddMinutes(-i));
            await WriteAsync($"ready-{i}.jpg", ImageStatus.Ready);
        }

        var keys = await ListAsync("status=rejected&limit=2");

        Assert.Equal(["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg"], keys);
    }

    [Fact]
    public async Task ListByPrefixHasEveryOriginalOnceInOrderWithItsStatus()
    {
        foreach (var key in new[] { "a/1.jpg", "a/2.jpg", "a/z b.jpg", "a/folder/3.jpg", "b/4.jpg", "a/new.jpg" })
        {
            await PutOriginalAsync(key, [1, 2, 3]);
            if (key != "a/new.jpg")
            {
                await WriteAsync(key, ImageStatus.Ready);
            }
        }

        var keys = await ListAsync("prefix=a/&limit=2");
        var (_, all) = await GetAsync("v1/images?prefix=a/&limit=100");

        Assert.Equal(["a/1.jpg", "a/2.jpg", "a/folder/3.jpg", "a/new.jpg", "a/z b.jpg"], keys);
        Assert.Equal(
            ["succeeded", "succeeded", "succeeded", "unprocessed", "succeeded"],
            all["images"]!.AsArray().Select(image => image!["status"]!.GetValue<string>()));
        Assert.Null(all["cursor"]);
    }

    [Fact]
    public async Task ListWithoutFilterHasAllOriginals()
    {
        await PutOriginalAsync("a.jpg", [1]);
        await PutOriginalAsync("b/c.jpg", [1]);

        Assert.Equal(["a.jpg", "b/c.jpg"], await ListAsync(""));
    }

    [Theory]
    [InlineData("status=succeeded", "processing, rejected, failed or quarantined")]
    [InlineData("status=unknown", "processing, rejected, failed or quarantined")]
    [InlineData("status=failed&prefix=a", "not by both")]
    [InlineData("limit=0", "1 to 100")]
    [InlineData("limit=101", "1 to 100")]
    [InlineData("limit=many", "1 to 100")]
    public async Task ListThatCannotBeMadeIsRefused(string query, string reason)
    {
        var (response, body) = await GetAsync($"v1/images?{query}");

        AssertProblem(response, body, HttpStatusCode.BadRequest, "invalidRequest");
        Assert.Contains(reason, body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CursorOfAnotherListIsRefused()
    {
        foreach (var key in new[] { "a1.jpg", "a2.jpg", "a3.jpg" })
        {
            await PutOriginalAsync(key, [1]);
            await WriteAsync(key, ImageStatus.Failed);
        }

        var ofPrefix = (await GetAsync("v1/images?prefix=a&limit=1")).Body["cursor"]!.GetValue<string>();
        var ofStatus = (await GetAsync("v1/images?status=failed&limit=1")).Body["cursor"]!.GetValue<string>();

        foreach (var query in new[]
        {
            $"prefix=b&cursor={ofPrefix}", $"status=failed&cursor={ofPrefix}", $"status=rejected&cursor={ofStatus}", $"prefix=a&cursor={ofStatus}",
            "prefix=a&cursor=nonsense", "status=failed&cursor=%00", "status=failed&cursor=c3RhdHVzJTNERmFpbGVkCm5vbnNlbnNl",
        })
        {
            var (response, body) = await GetAsync($"v1/images?{query}");
            AssertProblem(response, body, HttpStatusCode.BadRequest, "invalidCursor");
        }
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task DeletedImageHasNoOriginal(string key)
    {
        await PutOriginalAsync(key, [1, 2, 3]);

        var response = await SendAsync(Create(HttpMethod.Delete, PathOf(key)));
        var again = await SendAsync(Create(HttpMethod.Delete, $"v1/images?key={Uri.EscapeDataString(key)}"));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (response.StatusCode, again.StatusCode));
        Assert.False(await HasOriginalAsync(key));
    }

    [Fact]
    public async Task DeletionWithoutAKeyDeletesNothing()
    {
        await PutOriginalAsync("a.jpg", [1]);

        var response = await SendAsync(Create(HttpMethod.Delete, "v1/images"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(await HasOriginalAsync("a.jpg"));
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task StableAddressLeadsToTheCurrentContent(string key)
    {
        await WriteAsync(key, ImageStatus.Ready);

        var response = await SendAsync(Create(HttpMethod.Get, $"v1/i/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}/thumb"));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.EndsWith($"/{Renditions}/thumb.webp", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("public, max-age=60", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("a.jpg/large", HttpStatusCode.NotFound, "renditionNotFound")]
    [InlineData("none.jpg/thumb", HttpStatusCode.NotFound, "imageNotFound")]
    [InlineData("thumb", HttpStatusCode.BadRequest, "invalidRequest")]
    [InlineData("a.jpg/", HttpStatusCode.BadRequest, "invalidRequest")]
    public async Task AddressOfNothingIsNotFound(string path, HttpStatusCode status, string code)
    {
        await WriteAsync("a.jpg", ImageStatus.Ready);

        var response = await SendAsync(Create(HttpMethod.Get, $"v1/i/{path}"));

        AssertProblem(response, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, status, code);
    }

    [Fact]
    public async Task OpenApiDocumentDescribesEveryRoute()
    {
        var (response, document) = await GetAsync("v1/openapi.json");

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("3.1", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}"));
        Assert.Equal(
            [
                "delete /v1/images", "delete /v1/images/{key}", "get /v1/i/{path}", "get /v1/images", "get /v1/images/{key}", "post /v1/uploads",
            ],
            operations.Order(StringComparer.Ordinal));
        var status = document["components"]!["schemas"]!["ImageResponse"]!["properties"]!["status"]!;
        Assert.Equal(
            ["deleted", "failed", "processing", "quarantined", "rejected", "succeeded", "unprocessed"],
            status["enum"]!.AsArray().Select(value => value!.GetValue<string>()).Order(StringComparer.Ordinal));
        var described = document["components"]!["schemas"]!["ImageResponse"]!["properties"]!["description"]!["properties"]!.AsObject();
        Assert.Equal(["altText", "language", "labels", "moderation", "byPerson", "translations"], described.Select(property => property.Key));
        var listed = document["paths"]!["/v1/images"]!["get"]!["parameters"]![0]!["schema"]!["enum"]!.AsArray();
        Assert.Equal(["processing", "rejected", "failed", "quarantined"], listed.Select(value => value!.GetValue<string>()));
    }

    protected static HttpRequestMessage Create(HttpMethod method, string path, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<(HttpResponseMessage Response, JsonNode Body)> GetAsync(string path)
    {
        var response = await SendAsync(Create(HttpMethod.Get, path));
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private async Task<(HttpResponseMessage Response, JsonNode Body)> PostAsync(string path, string json)
    {
        var request = Create(HttpMethod.Post, path);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        var response = await SendAsync(request);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private async Task<List<string>> ListAsync(string query)
    {
        var keys = new List<string>();
        string? cursor = null;
        do
        {
            var (response, page) = await GetAsync($"v1/images?{query}{(cursor is null ? "" : $"&cursor={cursor}")}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            keys.AddRange(page["images"]!.AsArray().Select(image => image!["key"]!.GetValue<string>()));
            cursor = page["cursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        return keys;
    }

    private async Task WriteAsync(
        string key, ImageStatus status, int revision = 1, DateTimeOffset? claimUntil = null, DateTimeOffset? updatedAt = null, ImageDescription? description = null,
        bool isPublished = true)
    {
        var prefix = $"{key}/{Renditions}/";
        var version = new ImageVersion(
            new string('a', 64), "11223344", prefix, ImageFormat.Jpeg, 4000, 3000, 1, 123, new("1QcSHQRnh493V4dIh4eXh1h4kJUI", "#aabbcc"),
            [new("thumb", $"{prefix}thumb.webp", ImageFormat.WebP, "image/webp", 128, 96, 1, 4321)]);
        var now = updatedAt ?? DateTimeOffset.UtcNow;
        var record = new ImageRecord(
            $"{Bucket}/{key}", Bucket, key, status, !isPublished || status is ImageStatus.Deleted or ImageStatus.Processing ? null : version, "01", "etag", null,
            status is ImageStatus.Rejected or ImageStatus.Failed or ImageStatus.Quarantined ? new("corruptImage", "It is corrupt.") : null, "execution-1", now, now,
            Description: description);
        // Never to be seen by readers.
        var quarantined = status == ImageStatus.Quarantined ? new QuarantinedVersion(
            version with { Prefix = $"{key}/fedcba9876543210-11223344/" },
            new(new string('b', 64), "Kept from readers", "en", ["hidden"], [new("violence", 0.9)], now, "model", "0a1b2c3d"), now) : null;
        IReadOnlyList<PrefixClaim> claims = claimUntil is { } until ? [new("p/", "execution-2", until, new("02", "etag-2", null, now))] : [];
        Assert.True(await Catalogue.TryWriteAsync(new(record, claims, [], revision, Quarantined: quarantined), CancellationToken.None));
    }

    private static string PathOf(string key) => key.Split('/').Any(segment => segment is "" or "." or "..")
        ? $"v1/images?key={Uri.EscapeDataString(key)}"
        : $"v1/images/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";

    private static JsonNode ReadPolicy(JsonObject fields)
    {
        var policy = fields.Single(field => field.Key.Equals("policy", StringComparison.OrdinalIgnoreCase)).Value!.GetValue<string>();
        return JsonNode.Parse(Convert.FromBase64String(policy))!;
    }

    private static void AssertProblem(HttpResponseMessage response, JsonNode body, HttpStatusCode status, string code)
    {
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal((code, (int)status), (body["code"]!.GetValue<string>(), body["status"]!.GetValue<int>()));
        Assert.EndsWith($":{code}", body["type"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEmpty(body["title"]!.GetValue<string>());
    }
}
