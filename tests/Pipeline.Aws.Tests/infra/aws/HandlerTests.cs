using System.Reflection;
using System.Runtime.CompilerServices;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>The handlers that Lambda is configured to run exist.</summary>
public sealed class HandlerTests
{
    [FunctionsFact]
    public async Task EveryHandlerIsAnAssemblyAndEveryAnnotationsHandlerAMethodInIt()
    {
        var settings = MockedStack.EverythingOn.Concat(MockedStack.Described).ToDictionary();
        var functions = (await MockedStack.CreateAsync(settings)).OfType("aws:lambda/function:Function").ToArray();

        Assert.Equal(14, functions.Length);
        Assert.All(functions, function =>
        {
            var assembly = Assembly.Load((string)function.Inputs["handler"]!);
            Assert.NotNull(assembly.EntryPoint);
            var method = Assert.Single(HandlersOf(assembly), method => method.Name == Variable(function, FunctionEnvironment.AnnotationsHandler));
            Assert.True(method.IsPublic && method.DeclaringType!.IsPublic, method.Name);
        });
        Assert.All(
            functions.GroupBy(function => (string)function.Inputs["handler"]!),
            assembly => Assert.Equal(HandlersOf(Assembly.Load(assembly.Key)).Count(), assembly.Count()));
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task EveryFunctionRunsOnTheManagedRuntimeAndLogsAsJson(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        Assert.All(stack.OfType("aws:lambda/function:Function"), function =>
        {
            Assert.Equal("dotnet10", (string?)function.Inputs["runtime"]);
            Assert.Equal(configuration == "everything-on" ? "x86_64" : "arm64", (string?)Assert.Single(function.Inputs["architectures"]!.AsArray()));
            Assert.Equal("JSON", (string?)function.Inputs["loggingConfig"]!["logFormat"]);
            Assert.Equal(MockedStack.Name, Variable(function, FunctionEnvironment.PipelineName));
            Assert.Equal(function.Name is $"{MockedStack.Name}-backfill" or $"{MockedStack.Name}-webhook" or $"{MockedStack.Name}-export" || IsOfTheApi(function) ? null : stack.Outputs[StackOutputs.RenditionsBucket], Variable(function, FunctionEnvironment.RenditionsBucket));
            Assert.Equal(
                !function.Name.EndsWith("-persist", StringComparison.Ordinal) ? null : configuration == "everything-on" ? "30" : "7",
                Variable(function, FunctionEnvironment.RenditionGraceDays));
            Assert.Equal(
                stack.Outputs[StackOutputs.CdnUrl] is { Length: > 0 } url && (function.Name.EndsWith("-persist", StringComparison.Ordinal) || IsOfTheApi(function)) ? $"{url}/" : null,
                Variable(function, FunctionEnvironment.RenditionsUrl));
            Assert.Equal(
                (configuration, function.Name[(MockedStack.Name.Length + 1)..]) is ("everything-on", "remove") or ("described", "persist") ? stack.Outputs[StackOutputs.CdnDistribution] : null,
                Variable(function, FunctionEnvironment.Distribution));
        });
        var validate = stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-validate");
        Assert.Equal(("64000000", null, "256", "reject"), (
            Variable(validate, FunctionEnvironment.MaxBytes), Variable(validate, FunctionEnvironment.MaxPixels), Variable(validate, FunctionEnvironment.MaxFrames),
            Variable(validate, FunctionEnvironment.OverLimit)));
        Assert.Equal(
            [.. configuration == "exclusive" ? [] : new[] { "api-image", "api-list", "api-redirect" }, .. configuration switch { "lake" => new[] { "export" }, "described" => ["describe"], _ => [] }, "persist", "reconcile", "remove", "validate"],
            stack.OfType("aws:lambda/function:Function").Where(function => Variable(function, FunctionEnvironment.Table) == stack.Outputs[StackOutputs.Table])
                .Select(function => function.Name[(MockedStack.Name.Length + 1)..]));
    }

    [Fact]
    public async Task FunctionIsCalledThroughItsAliasAndStartsWarmIfConfigured()
    {
        var provisioned = await MockedStack.CreateAsync(MockedStack.EverythingOn);
        Assert.Equal(10, (double)Assert.Single(provisioned.OfType("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig")).Inputs["provisionedConcurrentExecutions"]!);
        Assert.Equal("7", (string?)provisioned.Single("aws:lambda/alias:Alias", "resize").Inputs["functionVersion"]);

        var snapshots = await MockedStack.CreateAsync(MockedStack.Exclusive);
        Assert.Equal(4, snapshots.OfType("aws:lambda/alias:Alias").Count());
        // Nobody waits for Reconcile, and a backfill takes its time.
        Assert.All(snapshots.OfType("aws:lambda/function:Function").Where(IsCalledForAnImage), function =>
        {
            Assert.Equal("PublishedVersions", (string?)function.Inputs["snapStart"]!["applyOn"]);
            Assert.True((bool)function.Inputs["publish"]!);
        });

        var defaults = await MockedStack.CreateAsync(MockedStack.Defaults);
        Assert.Equal(["persist", "remove", "resize", "validate"], defaults.OfType("aws:lambda/alias:Alias").Select(alias => alias.Name));
        Assert.All(defaults.OfType("aws:lambda/function:Function"), function =>
        {
            Assert.Null(function.Inputs["snapStart"]);
            Assert.Equal(IsCalledForAnImage(function), (bool)function.Inputs["publish"]!);
        });
    }

    private static bool IsCalledForAnImage(RequestedResource function) =>
        function.Name is not ($"{MockedStack.Name}-reconcile" or $"{MockedStack.Name}-backfill" or $"{MockedStack.Name}-webhook") && !IsOfTheApi(function);

    private static bool IsOfTheApi(RequestedResource function) => function.Name.StartsWith($"{MockedStack.Name}-api-", StringComparison.Ordinal);

    private static string? Variable(RequestedResource function, string name) => (string?)function.Inputs["environment"]!["variables"]![name];

    private static IEnumerable<MethodInfo> HandlersOf(Assembly assembly) =>
        from type in assembly.GetTypes()
        where !type.IsDefined(typeof(CompilerGeneratedAttribute))
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "LambdaFunctionAttribute")
        select method;

    private sealed class FunctionsFactAttribute : FactAttribute
    {
        public FunctionsFactAttribute() =>
            Skip = Assembly.Load("Pipeline.Validate").GetExportedTypes().Length > 0 ? null : "needs the function classes in functions/Validate";
    }
}
