using System.CommandLine;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Pipeline.Core.Renditions;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Local.Files;
using Pipeline.Local.Serving;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary><c>serve</c>, and what no arguments at all mean: the host with its console.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "Port on localhost; 0: any free one.",
            DefaultValueFactory = _ => ConsoleOptions.DefaultPort,
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_535)
            {
                result.AddError($"--port is {result.GetValueOrDefault<int>()}; it can be 0 to 65535.");
            }
        });
        var data = DataFolderOption.Create();
        var renditions = RenditionSetFile.CreateOption();
        var watch = new Option<DirectoryInfo?>("--watch")
        {
            Description = "Upload every file of this folder that is there, appears or changes.",
            HelpName = "DIR",
        };
        var definition = new Option<FileInfo?>("--definition")
        {
            Description = "State machine definition; a change takes effect when it is saved. Default: statemachine/image-pipeline.asl.json below the current folder, or else the program's own.",
            HelpName = "FILE",
        };
        var maxUpload = new Option<int>("--max-upload")
        {
            Description = "Most megabytes (1,000,000 bytes) of one upload.",
            HelpName = "MB",
            DefaultValueFactory = _ => 256,
        };
        maxUpload.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 5_000)
            {
                result.AddError($"--max-upload is {result.GetValueOrDefault<int>()}; it can be 1 to 5000.");
            }
        });
        var command = new Command(Name, "Serve the console, the S3 protocol and the Step Functions protocol on localhost, until Ctrl+C.")
        {
            port, data, renditions, watch, definition, maxUpload,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            new(
                result.GetValue(port),
                result.GetRequiredValue(data),
                result.GetValue(renditions),
                result.GetValue(watch),
                result.GetValue(definition),
                result.GetValue(maxUpload) * 1_000_000L),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        // All that can be wrong with the command line is found before anything is created.
        var renditionSet = RenditionSetFile.Read(arguments.Renditions);
        var dataFolder = Path.TrimEndingDirectorySeparator(arguments.Data.FullName);
        var watched = arguments.Watch is { } folder ? new WatchedFolder(folder, dataFolder, TimeProvider.System) : null;
        var definition = new FileInfo(DefinitionPath.Choose(arguments.Definition));
        _ = InputFile.ReadText(definition);

        await using var pipeline = DataFolderOption.Open(
            arguments.Data,
            path => LocalPipeline.Open(new(path, renditionSet) { DefinitionFile = definition.FullName, WatchDefinition = true }, Codecs.Create(), TimeProvider.System));
        var options = new ConsoleOptions(arguments.Port) { MaxUploadBytes = arguments.MaxUploadBytes, WatchedFolder = arguments.Watch?.FullName };
        await using var app = LocalServer.Create(pipeline, options);
        // Before anything can come in: what is in the store now is from before this start.
        var resumed = await pipeline.ResumeAsync(cancellationToken);
        await StartAsync(app, arguments.Port, cancellationToken);
        WriteBanner(LocalServer.GetAddress(app), pipeline, options, resumed.Count);
        try
        {
            await (watched is null
                ? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)
                : UploadWatchedAsync(pipeline, watched, options.MaxUploadBytes, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how serving ends.
        }

        await app.StopAsync(CancellationToken.None);
        return ExitCodes.Success;
    }

    /// <exception cref="UsageException">The port is taken.</exception>
    private static async Task StartAsync(WebApplication app, int port, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new UsageException($"Port {port} is in use. End what uses it, or choose another with --port.");
        }
    }

    private static void WriteBanner(string address, LocalPipeline pipeline, ConsoleOptions options, int resumed)
    {
        var version = typeof(ServeCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Console.WriteLine($"Image Pipeline {version}");
        Console.WriteLine($"  console     {address}");
        Console.WriteLine($"  upload      curl -T photo.jpg {address}/uploads/photo.jpg");
        Console.WriteLine($"              aws s3 cp photo.jpg s3://uploads/ --endpoint-url {address}");
        Console.WriteLine($"  data        {pipeline.Store.Folder}");
        Console.WriteLine($"  definition  {pipeline.Definition.Path}");
        if (options.WatchedFolder is { } watched)
        {
            Console.WriteLine($"  watching    {watched}");
        }

        if (resumed > 0)
        {
            Console.WriteLine($"Resumed {resumed} unfinished execution{(resumed == 1 ? "" : "s")}.");
        }

        Console.WriteLine("Ctrl+C ends it; what is unfinished then goes on at the next start.");
    }

    /// <summary>Uploads what appears in the folder. One that cannot be is told, and the others go on.</summary>
    private static async Task UploadWatchedAsync(LocalPipeline pipeline, WatchedFolder watched, long maxBytes, CancellationToken cancellationToken)
    {
        await foreach (var file in watched.WatchAsync(cancellationToken))
        {
            try
            {
                await using var content = SourceFiles.Open(file);
                await pipeline.UploadAsync(file.Key, content, new(maxBytes), cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidKeyException)
            {
                await Console.Error.WriteLineAsync($"{file.Path} was not uploaded: {exception.Message}");
            }
        }
    }

    private sealed record Arguments(
        int Port, DirectoryInfo Data, FileInfo? Renditions, DirectoryInfo? Watch, FileInfo? Definition, long MaxUploadBytes);
}
