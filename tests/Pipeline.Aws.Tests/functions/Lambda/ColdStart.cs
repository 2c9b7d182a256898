using System.Diagnostics;
using System.Reflection;
using Amazon.Lambda.Annotations;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Tests.Lambda;

/// <summary>Starts a function in a child process with the environment of a deployment, because its log goes to standard output.</summary>
internal static class ColdStart
{
    /// <summary>First argument that makes the test assembly, started as a program, start a function.</summary>
    public const string Argument = "start-function";

    /// <summary>Last line of a cold start that succeeded.</summary>
    public const string Started = "started";

    /// <summary>In the child: registers the services of a function.</summary>
    /// <param name="function">Name of the function.</param>
    /// <param name="folder">Folder of its package.</param>
    public static int Start(string function, string folder)
    {
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", folder);
        var startup = Assembly.Load($"Pipeline.{function}").GetTypes().Single(type => type.IsDefined(typeof(LambdaStartupAttribute)));
        startup.GetMethod("ConfigureServices", [typeof(IServiceCollection)])!.Invoke(Activator.CreateInstance(startup), [new ServiceCollection()]);
        Console.WriteLine(Started);
        return 0;
    }

    /// <summary>In the parent: starts the child, and returns the lines that it wrote.</summary>
    /// <inheritdoc cref="Start"/>
    public static string[] Run(string function, string folder)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            ["exec", Assembly.GetExecutingAssembly().Location, Argument, function, folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [FunctionEnvironment.PipelineName] = "image-pipeline-dev",
                [FunctionEnvironment.Table] = "catalogue",
                [FunctionEnvironment.RenditionsBucket] = "renditions",
                [FunctionEnvironment.DescribeModel] = "amazon.nova-lite-v1:0",
                ["AWS_REGION"] = "eu-west-1",
                ["AWS_ACCESS_KEY_ID"] = "key",
                ["AWS_SECRET_ACCESS_KEY"] = "secret",
            },
        };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
