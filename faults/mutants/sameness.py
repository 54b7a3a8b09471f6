"""Whether two sources do the same: by what Python makes of them, but for what nothing ever reads."""

import ast
from types import CodeType
from typing import TypeAlias

Fingerprint: TypeAlias = tuple[object, ...]


def fingerprint(source: str) -> Fingerprint:
    """What two sources have in common that differ in the look, in texts that explain, and in types alone.

    Raises SyntaxError, also for what can be parsed and not compiled.
    """
    tree = _Bare().visit(ast.parse(source))
    return _of(compile(ast.fix_missing_locations(tree), "<rules>", "exec", optimize=2, dont_inherit=True))


class _Bare(ast.NodeTransformer):
    # A dataclass asks of an annotation only whether it is there.
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        node.annotation = ast.Constant(None)
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        # Left out with the texts that explain, and yet something that is done.
        self.generic_visit(node)
        raised = ast.Call(ast.Name("AssertionError", ast.Load()), [node.msg] if node.msg else [], [])
        return ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Raise(raised)], [])

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        return node


def _of(code: CodeType) -> Fingerprint:
    constants = tuple(_of(each) if isinstance(each, CodeType) else _constant(each) for each in code.co_consts)
    return (
        *(code.co_name, code.co_flags, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount),
        *(code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars),
        *(code.co_code, code.co_exceptiontable, constants),
    )


def _constant(value: object) -> object:
    """The value with its type: 1, 1.0 and True are equal, and not the same."""
    if isinstance(value, tuple):
        return tuple(_constant(each) for each in value)
    if isinstance(value, frozenset):
        return frozenset(_constant(each) for each in value)
    return type(value).__name__, repr(value)
