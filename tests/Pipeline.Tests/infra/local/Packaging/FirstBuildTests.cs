using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Local.Packaging;

/// <summary>What <c>dotnet run</c> says while it builds, tried with a project of a few lines that builds as the local host does.</summary>
[Collection(nameof(PackagingBuilds))]
public sealed class FirstBuildTests
{
    [Fact]
    public void FirstRunSaysThatItBuildsAndTheNextOneDoesNot()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "tiny.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RollForward>Major</RollForward>
              </PropertyGroup>
              <Import Project="{Repository.PathOf("infra", "local", "FirstBuild.targets")}" />
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder.Path, "Program.cs"), """System.Console.WriteLine("It runs.");""");

        var first = PackagingCommand.Run(folder.Path, "dotnet", "run");
        var second = PackagingCommand.Run(folder.Path, "dotnet", "run");

        // Standard output, which other programs may read, has what the program prints only.
        Assert.Equal(["It runs.", "Building, about a minute the first time."], first.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("It runs.", second.Trim());
    }
}
