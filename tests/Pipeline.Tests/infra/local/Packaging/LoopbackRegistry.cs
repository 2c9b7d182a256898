using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Local.Packaging;

/// <summary>A registry of container images on loopback: what a client needs to pull one image and push another.</summary>
/// <seealso href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md"/>
internal sealed class LoopbackRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private const string ConfigType = "application/vnd.docker.container.image.v1+json";
    private const string LayerType = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, (string Type, byte[] Content)> _manifests = new();
    private ServedEndpoints? _server;

    /// <summary><c>localhost:PORT</c>.</summary>
    public string Name => $"localhost:{_server!.Client.BaseAddress!.Port}";

    /// <summary>Repositories and tags of what was pushed: <c>image-pipeline:latest</c>.</summary>
    public IReadOnlyList<string> Pushed => [.. _manifests.Keys.Where(name => !name.StartsWith("base:", StringComparison.Ordinal) && !name.Contains("sha256", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static async Task<LoopbackRegistry> StartAsync()
    {
        var registry = new LoopbackRegistry();
        registry._server = await ServedEndpoints.StartAsync(registry.Map);
        return registry;
    }

    /// <summary>Puts an image for this machine's processor into the registry: Linux with the user's folder, and nothing else.</summary>
    /// <returns>What a build names it, and the digest of its layer.</returns>
    public (string Image, string Layer) AddBase(string user)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "home/app/") { Uid = int.Parse(user, null), Gid = int.Parse(user, null) });
        }

        using var gzip = new MemoryStream();
        using (var compression = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true))
        {
            compression.Write(tar.GetBuffer().AsSpan(0, (int)tar.Length));
        }

        var config = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["architecture"] = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject { ["User"] = "0", ["Env"] = new JsonArray("PATH=/usr/local/bin:/usr/bin") },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest(tar.ToArray())) },
        }.ToJsonString());
        var (configDigest, layerDigest) = (AddBlob(config), AddBlob(gzip.ToArray()));
        var manifest = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = Describe(ConfigType, config.Length, configDigest),
            ["layers"] = new JsonArray(Describe(LayerType, (int)gzip.Length, layerDigest)),
        }.ToJsonString());
        AddManifest("base", "1.0", ManifestType, manifest);
        return ($"{Name}/base:1.0", layerDigest);
    }

    /// <summary>The manifest of an image, such as <c>image-pipeline:latest</c>.</summary>
    public JsonObject ReadManifest(string image) => JsonNode.Parse(_manifests[image].Content)!.AsObject();

    public JsonObject ReadConfig(JsonObject manifest) => JsonNode.Parse(File.ReadAllBytes(PathOf((string)manifest["config"]!["digest"]!)))!.AsObject();

    /// <summary>Unpacks layers, one over the other, as a container engine does.</summary>
    public void Unpack(IEnumerable<string> layers, string folder)
    {
        foreach (var layer in layers)
        {
            using var compressed = File.OpenRead(PathOf(layer));
            using var content = new GZipStream(compressed, CompressionMode.Decompress);
            TarFile.ExtractToDirectory(content, folder, overwriteFiles: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v2/", ["GET"], (RequestDelegate)(_ => Task.CompletedTask));
        routes.MapMethods("/v2/{name}/manifests/{reference}", ["GET", "HEAD"], SendManifestAsync);
        routes.MapMethods("/v2/{name}/manifests/{reference}", ["PUT"], ReceiveManifestAsync);
        routes.MapMethods("/v2/{name}/blobs/{digest}", ["GET", "HEAD"], SendBlobAsync);
        routes.MapMethods("/v2/{name}/blobs/uploads", ["POST"], StartUpload);
        routes.MapMethods("/v2/{name}/blobs/uploads/{id}", ["PATCH", "PUT"], ReceiveBlobAsync);
    }

    private async Task SendManifestAsync(HttpContext context)
    {
        if (!_manifests.TryGetValue(NameManifest(Value(context, "name"), Value(context, "reference")), out var manifest))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = manifest.Type;
        context.Response.ContentLength = manifest.Content.Length;
        context.Response.Headers["Docker-Content-Digest"] = Digest(manifest.Content);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(manifest.Content);
        }
    }

    private async Task ReceiveManifestAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        AddManifest(Value(context, "name"), Value(context, "reference"), context.Request.ContentType!, content.ToArray());
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers["Docker-Content-Digest"] = Digest(content.ToArray());
    }

    private async Task SendBlobAsync(HttpContext context)
    {
        var file = new FileInfo(PathOf(Value(context, "digest")));
        if (!file.Exists)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = file.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await using var content = file.OpenRead();
            await content.CopyToAsync(context.Response.Body);
        }
    }

    private Task StartUpload(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.Location = $"/v2/{Value(context, "name")}/blobs/uploads/{Guid.NewGuid():N}";
        return Task.CompletedTask;
    }

    private async Task ReceiveBlobAsync(HttpContext context)
    {
        // Layers are larger than what a server takes by default.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var upload = PathOf(Value(context, "id"));
        long length;
        await using (var content = new FileStream(upload, FileMode.Append))
        {
            await context.Request.Body.CopyToAsync(content);
            length = content.Length;
        }

        if (HttpMethods.IsPatch(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers.Location = context.Request.Path.Value;
            context.Response.Headers.Range = $"0-{length - 1}";
            return;
        }

        var digest = context.Request.Query["digest"].ToString();
        await using (var content = File.OpenRead(upload))
        {
            Assert.Equal($"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(content))}", digest);
        }

        File.Move(upload, PathOf(digest), overwrite: true);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private void AddManifest(string repository, string reference, string type, byte[] content)
    {
        _manifests[NameManifest(repository, reference)] = (type, content);
        _manifests[NameManifest(repository, Digest(content))] = (type, content);
    }

    private string AddBlob(byte[] content)
    {
        var digest = Digest(content);
        File.WriteAllBytes(PathOf(digest), content);
        return digest;
    }

    private string PathOf(string digest) => Path.Combine(_folder.Path, digest.Replace(':', '-'));

    private static JsonObject Describe(string type, int size, string digest) => new() { ["mediaType"] = type, ["size"] = size, ["digest"] = digest };

    private static string NameManifest(string repository, string reference) => $"{repository}:{reference}";

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static string Value(HttpContext context, string name) => (string)context.GetRouteValue(name)!;
}
