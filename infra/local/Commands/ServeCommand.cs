using System.CommandLine;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Pipeline.Codecs;
using Pipeline.Host.Console;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Local.Files;
using Pipeline.Local.Serving;
using Pipeline.Local.Telemetry;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary><c>serve</c>: serves the host with its console. The default when there are no arguments.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "Port on localhost; 0 for any free port.",
            HelpName = "PORT",
            DefaultValueFactory = _ => ConsoleOptions.DefaultPort,
        };
        port.RequireRange(0, 65_535);
        var data = DataFolderOption.Create();
        var renditions = RenditionSetFile.CreateOption();
        var watch = new Option<DirectoryInfo?>("--watch")
        {
            Description = "Upload all files in this folder, and files that appear or change there.",
            HelpName = "DIR",
        };
        var follow = WatchedFolder.CreateFollowOption();
        var definition = new Option<FileInfo?>("--definition")
        {
            Description = "State machine definition. Changes take effect when you save the file. Default: statemachine/image-pipeline.asl.json in the current folder if it exists, otherwise the built-in definition.",
            HelpName = "FILE",
        };
        var maxUpload = new Option<int>("--max-upload")
        {
            Description = "Largest upload in megabytes (1,000,000 bytes).",
            HelpName = "MB",
            DefaultValueFactory = _ => 256,
        };
        maxUpload.RequireRange(1, 5_000);
        var keep = KeepExecutionsOption.Create();
        var command = new Command(Name, "Serve the console, the S3 protocol and the Step Functions protocol on localhost until you press Ctrl+C.")
        {
            port, data, renditions, watch, follow, definition, maxUpload, keep,
        };
        var access = new AccessOptions();
        access.AddTo(command);
        var webhook = new WebhookOption();
        webhook.AddTo(command);
        var engine = new EngineOptions();
        engine.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            new(
                result.GetValue(port),
                result.GetRequiredValue(data),
                result.GetValue(renditions),
                result.GetValue(watch),
                result.GetValue(follow),
                result.GetValue(definition),
                result.GetValue(maxUpload) * 1_000_000L,
                result.GetValue(keep) ?? ExecutionRetention.Default,
                access.Read(result),
                webhook.Read(result, access.Read(result)),
                engine.Read(result)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        // Find all errors in the command line before creating anything.
        var renditionSets = RenditionSetFile.Read(arguments.Renditions);
        var fence = arguments.Engine.Fence?.CreateOptions(arguments.Engine.Memory);
        var dataFolder = Path.TrimEndingDirectorySeparator(arguments.Data.FullName);
        var watched = arguments.Watch is { } folder ? new WatchedFolder(folder, dataFolder, arguments.Follow, TimeProvider.System) : null;
        var definition = new FileInfo(DefinitionPath.Choose(arguments.Definition));
        _ = InputFile.ReadText(definition);
        var telemetry = OtlpSettings.Read(Environment.GetEnvironmentVariable);

        await using var pipeline = DataFolderOption.Open(
            arguments.Data,
            path => LocalPipeline.Open(
                arguments.Engine.CreateOptions(path, renditionSets, fence) with { DefinitionFile = definition.FullName, WatchDefinition = true },
                ImageCodecs.CreateForBuild(), TimeProvider.System));
        var options = new ConsoleOptions(arguments.Port)
        {
            MaxUploadBytes = arguments.MaxUploadBytes, WatchedFolder = arguments.Watch?.FullName, Retention = arguments.Retention, Webhooks = arguments.Webhooks,
        };
        await using var app = LocalServer.Create(pipeline, options, arguments.Access);
        await using var export = OtlpExport.Start(pipeline, telemetry);
        // Resume before the server accepts requests: everything in the store is then from an earlier run.
        var resumed = await pipeline.ResumeAsync(cancellationToken);
        await StartAsync(app, arguments.Port, arguments.Access, cancellationToken);
        WriteBanner(LocalServer.GetAddress(app), pipeline, options, telemetry, resumed.Count);
        WarnIfOpen(arguments.Access);
        try
        {
            await (watched is null
                ? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)
                : UploadWatchedAsync(pipeline, watched, options.MaxUploadBytes, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C stops the host.
        }

        await app.StopAsync(CancellationToken.None);
        return ExitCodes.Success;
    }

    private static void WarnIfOpen(HostAccess access)
    {
        if (access is { IsOpen: true, Credentials: null })
        {
            Console.Error.WriteLine(
                $"Anyone who can reach {access.Address} on the network can read, replace and delete all images. Set --access-key and --secret-key to require them.");
        }
    }

    /// <exception cref="UsageException">The port is in use, or the machine does not have the address.</exception>
    private static async Task StartAsync(WebApplication app, int port, HostAccess access, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new UsageException($"Port {port} is in use. Stop the program that uses it, or choose another port with --port.");
        }
        catch (Exception exception) when (access.Address is not null && HasSocketError(exception, SocketError.AddressNotAvailable))
        {
            throw new UsageException($"This machine does not have the address {access.Address}. Choose one of its own with --listen, or 0.0.0.0 for all of them.");
        }
        catch (Exception exception) when (access.Address is not null && HasSocketError(exception, SocketError.AccessDenied))
        {
            throw new UsageException($"The system does not allow port {port}: it is reserved. Choose another port with --port.");
        }
        catch (IOException exception) when (IsReserved(exception))
        {
            throw new UsageException($"The system does not allow port {port}: it is reserved. Choose another port with --port.");
        }
    }

    /// <summary>Whether the system reserves the port: Windows does so for Hyper-V, Unix for root.</summary>
    private static bool IsReserved(IOException exception) => exception.InnerException is AggregateException { InnerExceptions: var causes }
        && causes.Any(cause => cause is SocketException { SocketErrorCode: SocketError.AccessDenied });

    private static bool HasSocketError(Exception exception, SocketError error) =>
        (exception as SocketException ?? exception.InnerException as SocketException)?.SocketErrorCode == error;

    private static void WriteBanner(string address, LocalPipeline pipeline, ConsoleOptions options, OtlpSettings? telemetry, int resumed)
    {
        var version = typeof(ServeCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Console.WriteLine($"Image Pipeline {version}");
        Console.WriteLine($"  console     {address}");
        if (!ConsoleEndpoints.HasPage)
        {
            Console.WriteLine("              The page was not built. Install Node.js 20.19 or newer with npm, and run the same command again.");
        }

        Console.WriteLine($"  upload      curl -T photo.jpg {address}/uploads/photo.jpg");
        Console.WriteLine($"              aws s3 cp photo.jpg s3://uploads/ --endpoint-url {address}");
        Console.WriteLine($"  data        {pipeline.Store.Folder}");
        Console.WriteLine($"  definition  {pipeline.Definition.Path}");
        if (options.WatchedFolder is { } watched)
        {
            Console.WriteLine($"  watching    {watched}");
        }

        if (telemetry is not null)
        {
            Console.WriteLine($"  telemetry   {telemetry.Endpoints} (OpenTelemetry)");
        }

        if (resumed > 0)
        {
            Console.WriteLine($"Resumed {resumed} unfinished execution{(resumed == 1 ? "" : "s")}.");
        }

        Console.WriteLine("Press Ctrl+C to stop. Unfinished executions continue at the next start.");
    }

    /// <summary>Uploads files that appear in the folder. Reports a file that cannot be uploaded and continues with the others.</summary>
    private static async Task UploadWatchedAsync(LocalPipeline pipeline, WatchedFolder watched, long maxBytes, CancellationToken cancellationToken)
    {
        await foreach (var file in watched.WatchAsync(cancellationToken))
        {
            try
            {
                await using var content = SourceFiles.Open(file, maxBytes);
                await pipeline.UploadAsync(file.Key, content, new(maxBytes), cancellationToken);
            }
            catch (Exception exception) when (StoreFaults.IsEnvironmental(exception) || exception is InvalidKeyException)
            {
                await Console.Error.WriteLineAsync($"{file.Path} was not uploaded: {StoreFaults.Describe(exception, pipeline.Store.Folder)}");
            }
        }
    }

    private sealed record Arguments(
        int Port, DirectoryInfo Data, FileInfo? Renditions, DirectoryInfo? Watch, bool Follow, FileInfo? Definition, long MaxUploadBytes,
        ExecutionRetention Retention, HostAccess Access, WebhookOptions Webhooks, EngineArguments Engine);
}
