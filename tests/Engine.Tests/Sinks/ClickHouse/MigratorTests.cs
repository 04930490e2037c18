using Engine.Schemas;
using Engine.Sinks.ClickHouse.Migrations;

namespace Engine.Tests.Sinks.ClickHouse;

public sealed class MigratorTests
{
    private static readonly Migration First = Migration.Parse("001_first", "CREATE TABLE a;\nCREATE TABLE b;\n");
    private static readonly Migration Second = Migration.Parse("002_second", "CREATE TABLE c;\n");

    [Fact]
    public void Steps_that_were_applied_are_left_out() => Assert.Equal(
        [Second], Migrator.Pending([First, Second], new Dictionary<int, string> { [1] = First.Digest }, "here"));

    [Fact]
    public void A_step_that_changed_after_it_was_applied_is_an_error()
    {
        var error = Assert.Throws<UserError>(() => Migrator.Pending([First], new Dictionary<int, string> { [1] = "other" }, "here"));
        Assert.Contains("001_first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_this_build_does_not_know_is_an_error()
    {
        var error = Assert.Throws<UserError>(() => Migrator.Pending([First], new Dictionary<int, string> { [2] = Second.Digest }, "here"));
        Assert.Contains("newer engine", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_end_at_a_semicolon_and_a_line_end() => Assert.Equal(["CREATE TABLE a", "CREATE TABLE b"], First.Statements);

    [Fact]
    public void Line_ends_of_a_checkout_do_not_change_the_digest() =>
        Assert.Equal(First.Digest, Migration.Parse("001_first", "CREATE TABLE a;\r\nCREATE TABLE b;\r\n").Digest);
}
