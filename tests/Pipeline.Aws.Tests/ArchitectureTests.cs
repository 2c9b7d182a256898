using Pipeline.Testing.Architecture;

namespace Pipeline.Aws.Tests;

/// <summary>The walls between all projects of the product.</summary>
public sealed class ArchitectureTests() : ArchitectureContract(Project.Product.Select(project => project.Name));
