using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pulumi.Testing;
using PulumiProtocol;

namespace Pipeline.Aws.Tests.Infra.PulumiEngine;

/// <summary>A Pulumi engine on a free loopback port: takes what a program registers, and answers as <see cref="FakeAccount"/> does.</summary>
internal sealed class LoopbackEngine : IAsyncDisposable
{
    private readonly FakeAccount _account = new(preview: false);
    private readonly ConcurrentDictionary<string, RegisterResourceRequest> _registered = new();
    private readonly ConcurrentDictionary<string, Struct> _outputs = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly string _stack;
    private WebApplication _app = null!;
    private string _root = "";

    private LoopbackEngine(string stack) => _stack = stack;

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Resources that the account would have, without components.</summary>
    public IEnumerable<RequestedResource> Resources => _account.Resources;

    /// <summary>Everything that was registered, by URN.</summary>
    public IReadOnlyDictionary<string, RegisterResourceRequest> Registered => _registered;

    /// <summary>Outputs of the stack.</summary>
    public IEnumerable<string> StackOutputs => _outputs.TryGetValue(_root, out var outputs) ? outputs.Fields.Keys : [];

    /// <summary>Errors that the program reported.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public static async Task<LoopbackEngine> StartAsync(string stack)
    {
        var engine = new LoopbackEngine(stack);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(engine);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        engine._app = builder.Build();
        engine._app.UseRouting();
        engine._app.MapGrpcService<Monitor>();
        engine._app.MapGrpcService<Messages>();
        await engine._app.StartAsync();
        var address = engine._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        engine.Address = new Uri(address).Authority;
        return engine;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request)
    {
        var parentType = request.Parent.Length == 0 || request.Parent == _root ? "" : $"{request.Parent.Split("::")[2]}$";
        var urn = $"urn:pulumi:{_stack}::image-pipeline::{parentType}{request.Type}::{request.Name}";
        if (!_registered.TryAdd(urn, request))
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, $"{urn} is registered twice."));
        }

        if (request.Type == "pulumi:pulumi:Stack")
        {
            _root = urn;
        }

        if (!request.Custom)
        {
            return new() { Urn = urn, Object = request.Object };
        }

        var (id, state) = await _account.NewResourceAsync(new MockResourceArgs { Type = request.Type, Name = request.Name, Inputs = StructValues.Read(request.Object) });
        return new() { Urn = urn, Id = id, Object = StructValues.Write((ImmutableDictionary<string, object>)state) };
    }

    /// <summary>The service that programs call for resources.</summary>
    private sealed class Monitor(LoopbackEngine engine) : ResourceMonitor.ResourceMonitorBase
    {
        private static readonly string[] Features = ["secrets", "resourceReferences", "outputValues", "deletedWith", "aliasSpecs"];

        public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
            Task.FromResult(new SupportsFeatureResponse { HasSupport = Features.Contains(request.Id) });

        public override async Task<InvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) => new()
        {
            Return = StructValues.Write((ImmutableDictionary<string, object>)await engine._account.CallAsync(new MockCallArgs { Token = request.Tok, Args = StructValues.Read(request.Args) })),
        };

        public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context) => engine.RegisterAsync(request);

        public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context)
        {
            engine._outputs[request.Urn] = request.Outputs;
            return Task.FromResult(new Empty());
        }

        public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context) => Task.FromResult(new Empty());
    }

    /// <summary>The service that programs call for messages, and for the resource that is the parent of all others.</summary>
    private sealed class Messages(LoopbackEngine engine) : Engine.EngineBase
    {
        private const int Error = 3;

        public override Task<Empty> Log(LogRequest request, ServerCallContext context)
        {
            if (request.Severity == Error)
            {
                engine._errors.Enqueue(request.Message);
            }

            return Task.FromResult(new Empty());
        }

        public override Task<RootResource> GetRootResource(Empty request, ServerCallContext context) => Task.FromResult(new RootResource { Urn = engine._root });

        public override Task<Empty> SetRootResource(RootResource request, ServerCallContext context)
        {
            engine._root = request.Urn;
            return Task.FromResult(new Empty());
        }
    }
}
