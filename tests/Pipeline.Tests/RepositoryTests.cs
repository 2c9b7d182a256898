using Pipeline.Testing.Environments;

namespace Pipeline.Tests;

public sealed class RepositoryTests
{
    [Fact]
    public void LocalFilterNamesOnlyProjectsThatExist()
    {
        using var filter = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Repository.PathOf("Local.slnf")));

        var projects = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(project => project.GetString()!).ToArray();

        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.True(File.Exists(Repository.PathOf(project)), project));
    }

    [Fact]
    public void WorkflowAuditsDependencies()
    {
        var workflow = File.ReadAllText(Repository.PathOf(".github", "workflows", "ci.yml"));

        Assert.Contains("NuGetAuditMode=all", workflow, StringComparison.Ordinal);
        Assert.Contains("npm audit", workflow, StringComparison.Ordinal);
    }
}
