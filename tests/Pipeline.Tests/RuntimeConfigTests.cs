using Pipeline.Testing.Contracts;

namespace Pipeline.Tests;

public sealed class RuntimeConfigTests() : RuntimeConfigContract("Pipeline.Tests");
