using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;

namespace Pipeline.Tests.Core.Executions;

public sealed class ExecutionOutputTests
{
    [Theory]
    [InlineData("""{"validation":{"result":{"outcome":"accepted"}},"persisted":{"result":{"outcome":"recorded","record":{"status":"ready"}}}}""", "succeeded")]
    [InlineData("""{"validation":{"result":{"outcome":"accepted"}},"persisted":{"result":{"outcome":"unchanged"}}}""", "unchanged")]
    [InlineData("""{"validation":{"result":{"outcome":"accepted"}},"persisted":{"result":{"outcome":"stale"}}}""", "superseded")]
    [InlineData("""{"validation":{"result":{"outcome":"unchanged"}}}""", "unchanged")]
    [InlineData("""{"validation":{"result":{"outcome":"superseded"}}}""", "superseded")]
    [InlineData("""{"removed":{"result":{"outcome":"removed"}},"announced":{"messageId":"1"}}""", "removed")]
    [InlineData("""{"removed":{"result":{"outcome":"superseded"}}}""", "superseded")]
    [InlineData("""{"persisted":{"result":7}}""", null)]
    [InlineData("""{"validation":{"result":{"outcome":7}}}""", null)]
    [InlineData("[]", null)]
    [InlineData("no json", null)]
    [InlineData(null, null)]
    public void OutcomeFollowsFromTheFunctionThatRanLast(string? output, string? outcome) =>
        Assert.Equal((outcome, null), ExecutionOutput.ReadOutcome(RecordedStatus.Succeeded, output, null, null));

    [Fact]
    public void RejectionHasTheReasonOfItsRecord() => Assert.Equal(
        ("rejected", new Reason("tooLarge", "Too large.")),
        ExecutionOutput.ReadOutcome(
            RecordedStatus.Succeeded,
            """{"persisted":{"result":{"outcome":"recorded","record":{"status":"rejected","reason":{"code":"tooLarge","message":"Too large."}}}}}""", null, null));

    [Fact]
    public void FailureHasItsErrorAsReason()
    {
        Assert.Equal(("failed", new Reason("Oops", "It broke.")), ExecutionOutput.ReadOutcome(RecordedStatus.Failed, null, "Oops", """{"errorMessage":"It broke."}"""));
        Assert.Equal(("failed", new Reason("ABORTED", "")), ExecutionOutput.ReadOutcome(RecordedStatus.Aborted, null, null, null));
        Assert.Equal((null, null), ExecutionOutput.ReadOutcome(RecordedStatus.Running, null, null, null));
    }
}
