using System.Text.Json;
using Pipeline.Tests;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class FunctionProjectTests
{
    [Theory]
    [InlineData("Validate")]
    [InlineData("Resize")]
    [InlineData("Persist")]
    [InlineData("Remove")]
    public void TheTemplateThatAnnotationsWritesGoesWhereGitIgnoresIt(string function)
    {
        var project = Repository.PathOf("functions", function);
        using var defaults = JsonDocument.Parse(File.ReadAllText(Path.Combine(project, "aws-lambda-tools-defaults.json")));

        var template = Path.GetFullPath(Path.Combine(project, defaults.RootElement.GetProperty("template").GetString()!));

        Assert.Equal(Repository.PathOf("artifacts", "obj", $"Pipeline.{function}", "serverless.template"), template);
        Assert.False(File.Exists(Path.Combine(project, "serverless.template")));
    }
}
