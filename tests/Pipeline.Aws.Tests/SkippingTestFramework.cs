using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Pipeline.Aws.Tests.SkippingTestFramework", "Pipeline.Aws.Tests")]

namespace Pipeline.Aws.Tests;

/// <summary>
/// xunit's own, but for tests that find out only when they run that something is missing: <see cref="SkipException"/> skips them, by
/// name, as an attribute's reason does. Contract tests need it: what they need depends on the class that inherits them.
/// </summary>
public sealed class SkippingTestFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        // As in the class above it: what it starts, it does not wait for.
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }

    private sealed class Runner(
        ITestAssembly assembly,
        IEnumerable<IXunitTestCase> testCases,
        IMessageSink diagnostics,
        IMessageSink execution,
        ITestFrameworkExecutionOptions options) : XunitTestAssemblyRunner(assembly, testCases, diagnostics, execution, options)
    {
        protected override IMessageBus CreateMessageBus() => new Bus(base.CreateMessageBus());
    }

    private sealed class Bus(IMessageBus bus) : IMessageBus
    {
        // How SkipException's message begins.
        private const string Token = "$XunitDynamicSkip$";

        public bool QueueMessage(IMessageSinkMessage message) =>
            message is ITestFailed { Messages: [var text, ..] } failed && text.StartsWith(Token, StringComparison.Ordinal)
                ? bus.QueueMessage(new TestSkipped(failed.Test, text[Token.Length..]))
                : bus.QueueMessage(message);

        public void Dispose() => bus.Dispose();
    }
}
