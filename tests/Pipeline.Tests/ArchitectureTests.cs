using Pipeline.Testing.Architecture;

namespace Pipeline.Tests;

/// <summary>The walls between the projects that build from any package feed.</summary>
public sealed class ArchitectureTests() : ArchitectureContract(Project.Local.Select(project => project.Name));
