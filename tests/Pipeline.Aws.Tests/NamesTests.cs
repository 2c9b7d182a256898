using System.Reflection;
using Pipeline.Testing.Architecture;

namespace Pipeline.Aws.Tests;

/// <summary>The names of what Local.slnf leaves out, and of its tests.</summary>
public sealed class NamesTests() : NamesContract(
    [.. Project.Product.Except(Project.Local).Select(project => project.LoadAssembly()), Assembly.GetExecutingAssembly()]);
