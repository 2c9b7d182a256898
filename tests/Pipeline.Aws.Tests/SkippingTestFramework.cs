using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Pipeline.Aws.Tests.SkippingTestFramework", "Pipeline.Aws.Tests")]

namespace Pipeline.Aws.Tests;

/// <summary>
/// xunit's own framework, with skipping at run time: a test that finds something missing throws <see cref="SkipException"/>, and is
/// skipped by name, as with an attribute's reason. Contract tests need this, because what they require depends on the inheriting class.
/// </summary>
public sealed class SkippingTestFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        // The base class declares it as void, so the caller does not wait for it.
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
        // The start of a SkipException's message.
        private const string Token = "$XunitDynamicSkip$";

        public bool QueueMessage(IMessageSinkMessage message) =>
            message is ITestFailed { Messages: [var text, ..] } failed && text.StartsWith(Token, StringComparison.Ordinal)
                ? bus.QueueMessage(new TestSkipped(failed.Test, text[Token.Length..]))
                : bus.QueueMessage(message);

        public void Dispose() => bus.Dispose();
    }
}
