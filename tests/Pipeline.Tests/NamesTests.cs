using System.Reflection;
using Pipeline.Testing.Architecture;

namespace Pipeline.Tests;

/// <summary>The names of what builds from any package feed, and of its tests.</summary>
public sealed class NamesTests() : NamesContract(
    [.. Project.Local.Select(project => project.LoadAssembly()), typeof(NamesContract).Assembly, Assembly.GetExecutingAssembly(), typeof(global::Pipeline.Benchmarks.Workloads.BenchmarkContext).Assembly]);
