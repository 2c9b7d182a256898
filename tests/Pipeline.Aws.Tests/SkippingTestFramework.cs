using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Pipeline.Aws.Tests.SkippingTestFramework", "Pipeline.Aws.Tests")]

namespace Pipeline.Aws.Tests;

/// <summary>
/// xUnit's own framework, but for classes that <see cref="NeedsMagickAttribute"/> marks: the contract tests that they inherit
/// are plain facts, which a derived class cannot mark as skipped one by one.
/// </summary>
public sealed class SkippingTestFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider source, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, source, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases.Select(testCase => Skipped(testCase) ?? testCase), executionMessageSink, executionOptions);

        private SkippedTestCase? Skipped(IXunitTestCase testCase) =>
            NeedsMagickAttribute.Missing is { } reason
            && testCase.SkipReason is null
            && testCase.TestMethod.TestClass.Class.ToRuntimeType().IsDefined(typeof(NeedsMagickAttribute), inherit: false)
                ? new(DiagnosticMessageSink, testCase, reason)
                : null;
    }

    /// <summary>The same test case (name and identity included), skipped.</summary>
    private sealed class SkippedTestCase : XunitTestCase
    {
        private readonly string _reason = "";

        [Obsolete("For deserialisation, which never happens: these are made where they run.", error: true)]
        public SkippedTestCase()
        {
        }

        public SkippedTestCase(IMessageSink diagnostics, IXunitTestCase testCase, string reason)
            : base(diagnostics, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, testCase.TestMethod, testCase.TestMethodArguments) =>
            _reason = reason;

        protected override string GetSkipReason(IAttributeInfo factAttribute) => _reason;
    }
}
