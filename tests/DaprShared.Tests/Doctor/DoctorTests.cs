using DaprShared.Doctor;
using Xunit;

namespace DaprShared.Tests.Doctor;

/// <summary>A faulty manifest in, its finding out.</summary>
public sealed class DoctorTests
{
    public static TheoryData<Fault> All { get; } = [.. DaprdFaults.All, .. NeighbourFaults.All, .. SidecarFaults.All];

    [Fact]
    public void A_healthy_shop_has_no_findings()
    {
        var report = Shop.Examine(Shop.Text);

        Assert.Empty(report.Findings.Select(Shop.Show));
        Assert.Empty(report.NotChecked);
        Assert.Equal((1, 1), (report.SharedDaprds, report.Sidecars));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_fault_is_found_and_nothing_else(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var findings = Shop.Findings(fault.Text, fault.ControlPlane);

        Assert.Contains($"DAPRSHARED{fault.Code} {fault.Expected}", findings);
        Assert.Equal(
            fault.Also.Prepend(fault.Code).Order(),
            findings.Select(finding => finding.Split(' ')[0][^3..]).Distinct().Order());
    }

    [Fact]
    public void Every_rule_has_a_fault()
    {
        var shown = All.Select(row => $"DAPRSHARED{row.Data.Code}").ToHashSet();

        Assert.Equal([], DoctorRules.All.Select(row => row.Rule.Code).Except(shown));
    }

    [Fact]
    public void Every_finding_says_why_and_what_to_do() => Assert.All(
        from row in All from finding in Shop.Examine(row.Data.Text, row.Data.ControlPlane).Findings select finding,
        finding =>
        {
            Assert.EndsWith(".", finding.Message.TrimEnd(), StringComparison.Ordinal);
            Assert.NotEmpty(finding.Why);
            Assert.NotEmpty(finding.Fix);
            Assert.InRange(finding.Line, 1, int.MaxValue);
        });

    [Fact]
    public void A_document_of_no_group_of_Daprs_is_found()
    {
        var report = Shop.Examine(
            "{apiVersion: v1alpha1, kind: Component, metadata: {name: pubsub}, spec: {type: pubsub.redis, version: v1}}");

        Assert.Contains("DAPRSHARED149", report.Findings.Select(finding => finding.Rule.Code));
    }

    [Fact]
    public void A_finding_names_the_line()
    {
        var text = Shop.Text.Replace("dapr-sentry.dapr-system.svc.cluster.local:443", "dapr-sentry.dapr-system.svc.cluster.local:80",
            StringComparison.Ordinal);
        var finding = Assert.Single(Shop.Examine(text).Findings);

        Assert.Equal("        - --sentry-address=dapr-sentry.dapr-system.svc.cluster.local:80", text.Split('\n')[finding.Line - 1]);
        Assert.Equal("shop.yaml", finding.Object.File);
    }
}
