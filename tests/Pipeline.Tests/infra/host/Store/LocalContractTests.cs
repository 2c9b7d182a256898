using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Hosts;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Store;

public sealed class LocalOrderingTests : OrderingContract, IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    protected override IImageStore Store => _temporary.Store.Images;

    protected override IImageCatalogue Catalogue => _temporary.Store.Catalogue;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _temporary.DisposeAsync();
}

public sealed class LocalRacingTests : RacingContract, IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    protected override IImageStore Store => _temporary.Store.Images;

    protected override IImageCatalogue Catalogue => _temporary.Store.Catalogue;

    protected override IImageCodec Codec { get; } = new VipsCodec();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _temporary.DisposeAsync();
}

public sealed class LocalSupersededTests : SupersededContract, IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    protected override IImageStore Store => _temporary.Store.Images;

    protected override IImageCatalogue Catalogue => _temporary.Store.Catalogue;

    protected override IImageCodec Codec { get; } = new VipsCodec();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _temporary.DisposeAsync();
}

public sealed class LocalRenditionGraceTests : RenditionGraceContract, IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    protected override IImageStore Store => _temporary.Store.Images;

    protected override IImageCatalogue Catalogue => _temporary.Store.Catalogue;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _temporary.DisposeAsync();
}
