using System.Reflection;
using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Lambda;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class FunctionProjectTests
{
    [Theory]
    [InlineData("Validate")]
    [InlineData("Resize")]
    [InlineData("Describe")]
    [InlineData("Persist")]
    [InlineData("Remove")]
    [InlineData("Reconcile")]
    [InlineData("Api")]
    [InlineData("Webhook")]
    [InlineData("Export")]
    public void TemplateOfAnnotationsIsWrittenBelowArtifacts(string function)
    {
        var project = Repository.PathOf("functions", function);
        using var defaults = JsonDocument.Parse(File.ReadAllText(Path.Combine(project, "aws-lambda-tools-defaults.json")));

        var template = Path.GetFullPath(Path.Combine(project, defaults.RootElement.GetProperty("template").GetString()!));

        Assert.Equal(Repository.PathOf("artifacts", "obj", $"Pipeline.{function}", "serverless.template"), template);
        Assert.False(File.Exists(Path.Combine(project, "serverless.template")));
    }

    [Theory]
    [InlineData("Validate")]
    [InlineData("Resize")]
    [InlineData("Describe")]
    [InlineData("Persist")]
    [InlineData("Remove")]
    [InlineData("Reconcile")]
    public void AnnotationsFindsMainSerializerAndStartupInEveryFunction(string function)
    {
        var assembly = Assembly.Load($"Pipeline.{function}");

        Assert.True(assembly.GetCustomAttribute<LambdaGlobalPropertiesAttribute>()?.GenerateMain);
        Assert.Equal(typeof(PipelineSerializer), assembly.GetCustomAttribute<LambdaSerializerAttribute>()?.SerializerType);
        // Annotations reads the members of the class itself, not those of its base class.
        var startup = Assert.Single(assembly.GetTypes(), type => type.IsDefined(typeof(LambdaStartupAttribute)));
        Assert.NotNull(startup.GetMethod("ConfigureServices", BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly, [typeof(IServiceCollection)]));
    }
}
